-- ARGV: candidate, ttl ms, length of the right ms
if not amnesia() then return 'NO' end
local q = redis.call('HMGET', P .. 'quarantine', 'since', 'elected', 'right')
if q[2] and tonumber(q[3]) > now then return 'NO' end
redis.call('HSET', P .. 'quarantine', 'elected', ARGV[1], 'right', now + ARGV[3])
return now >= tonumber(q[1]) + ARGV[2] and 'OVER' or 'EARLY'
