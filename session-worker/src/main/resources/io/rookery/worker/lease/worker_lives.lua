-- A worker's sign of life; also its first one, which says whether its name is free. KEYS: the worker's entry, the list of workers. ARGV: worker, home, how long an entry
-- keeps others from the name (ms), how long it is kept at all (ms), then its facts: name, value.
-- The home is the data directory. Another home under the same name is another worker; the same home is an earlier life of this one, and dead, because its lock is ours.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local have = redis.call('HMGET', KEYS[1], 'home', 'seen', 'host', 'pid')
if have[1] and have[1] ~= ARGV[2] and now - tonumber(have[2]) < tonumber(ARGV[3]) then
  return {'TAKEN', have[3] or '', have[4] or '', tostring(now - tonumber(have[2]))}
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'home', ARGV[2], 'seen', now, unpack(ARGV, 5))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('ZADD', KEYS[2], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - ARGV[4])
return {'OK'}
