-- ARGV: session, token, epoch. An owner puts itself back; the highest epoch counts.
if not amnesia() then return 'OK' end
local have = redis.call('HGET', P .. 'registered', ARGV[1])
if not have or tonumber(string.match(have, '^(%d+)')) < tonumber(ARGV[3]) then redis.call('HSET', P .. 'registered', ARGV[1], ARGV[3] .. ' ' .. ARGV[2]) end
return 'OK'
