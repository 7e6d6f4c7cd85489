-- [rebuild-token] The answered commands of a session that never ran: all of them were rejected, and a repeated id must not be answered twice.
-- ARGV: candidate, length of the right ms, session, retention ms, then id, offset of each
if not amnesia() or redis.call('HGET', P .. 'quarantine', 'elected') ~= ARGV[1] then return 'STALE' end
redis.call('HSET', P .. 'quarantine', 'right', now + ARGV[2])
local answered = P .. 'answered:' .. ARGV[3]
redis.call('DEL', answered)
for i = 5, #ARGV, 2 do redis.call('ZADD', answered, ARGV[i + 1], ARGV[i]) end
redis.call('PEXPIRE', answered, ARGV[4])
return 'OK'
