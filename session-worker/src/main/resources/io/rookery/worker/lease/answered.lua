-- ARGV: session, id, offset
if amnesia() then return 'AMNESIA' end
local at = redis.call('ZSCORE', P .. 'answered:' .. ARGV[1], ARGV[2])
return at and tonumber(at) < tonumber(ARGV[3]) and 'YES' or 'NO'
