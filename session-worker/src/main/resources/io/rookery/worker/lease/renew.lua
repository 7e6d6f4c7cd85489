-- ARGV: ttl ms, then session, token, epoch, outcome position (-1: as it is), what was used of its limits ('': as it is) of each
if amnesia() then return {'AMNESIA'} end
local answer = {'OK'}
for i = 2, #ARGV, 5 do
  local session = ARGV[i]
  if owns(session, ARGV[i + 1], ARGV[i + 2]) then
    redis.call('HSET', key(session), 'until', now + ARGV[1])
    redis.call('ZADD', P .. 'leases', now + ARGV[1], session)
    if tonumber(ARGV[i + 3]) > number(session, 'opos') then redis.call('HSET', key(session), 'opos', ARGV[i + 3], 'oepoch', ARGV[i + 2]) end
    if ARGV[i + 4] ~= '' then redis.call('HSET', key(session), 'usage', ARGV[i + 4]) end
    answer[#answer + 1] = '1'
  else
    answer[#answer + 1] = '0'
  end
end
return answer
