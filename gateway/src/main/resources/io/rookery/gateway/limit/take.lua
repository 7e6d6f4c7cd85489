-- KEYS: the bucket. ARGV: requests a second, burst
-- The bucket is one number: when it would be full again (microseconds of Redis' clock). A request moves that on by what one costs; it may be no further away than a whole burst.
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local cost = 1000000 / tonumber(ARGV[1])
local most = cost * tonumber(ARGV[2])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
-- One that was emptied at another, lower rate is not emptier than empty.
if full > now + most then
  full = now + most
  redis.call('SET', KEYS[1], string.format('%.0f', full), 'PX', math.ceil(most / 1000) + 1)
end
local next = full + cost
if next - now > most + 0.5 then
  return {0, 0, math.ceil(full - now), math.ceil(next - most - now)}
end
redis.call('SET', KEYS[1], string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000) + 1)
return {1, math.floor((now + most - next) / cost + 0.001), math.ceil(next - now), 0}
