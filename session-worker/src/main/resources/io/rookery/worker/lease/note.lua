-- A command that admission refuses whatever the session does. ARGV: session, id, offset, retention ms
if amnesia() then return 'AMNESIA' end
local answered = P .. 'answered:' .. ARGV[1]
local at = redis.call('ZSCORE', answered, ARGV[2])
if at and tonumber(at) < tonumber(ARGV[3]) then return 'DUPLICATE' end
redis.call('ZADD', answered, 'NX', ARGV[3], ARGV[2])
redis.call('PEXPIRE', answered, ARGV[4])
return 'REJECT'
