-- A worker's sign of life; also its first one, which says whether its name is free. KEYS: the worker's entry, the list of workers. ARGV: worker, home, how long an entry
-- keeps others from the name (ms), how long it is kept at all (ms), what the entries' keys begin with, then its facts: name, value.
-- The home is the data directory. Another home under the same name is another worker; the same home is an earlier life of this one, and dead, because its lock is ours.
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local have = redis.call('HMGET', KEYS[1], 'home', 'seen', 'host', 'pid')
if have[1] and have[1] ~= ARGV[2] and now - tonumber(have[2]) < tonumber(ARGV[3]) then
  return {'TAKEN', have[3] or '', have[4] or '', tostring(now - tonumber(have[2]))}
end
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'home', ARGV[2], 'seen', now, unpack(ARGV, 6))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('ZADD', KEYS[2], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - ARGV[4])
-- How full the emptiest of the others is that take sessions; nothing where there is none.
local least = ''
for _, other in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], now - ARGV[3], '+inf')) do
  if other ~= ARGV[1] then
    local facts = redis.call('HMGET', ARGV[5] .. other, 'draining', 'sessions', 'slots', 'memoryUsed', 'memoryBudget')
    if facts[1] == 'false' then
      local load = math.max((tonumber(facts[2]) or 0) / (tonumber(facts[3]) or 1), (tonumber(facts[4]) or 0) / (tonumber(facts[5]) or 1))
      if least == '' or load < least then least = load end
    end
  end
end
return {'OK', tostring(least)}
