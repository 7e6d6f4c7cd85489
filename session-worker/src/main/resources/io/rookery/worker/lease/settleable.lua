-- ARGV: limit. What the index says too much is removed from it.
if amnesia() then return {'AMNESIA'} end
local answer = {'OK'}
for _, session in ipairs(redis.call('ZRANGEBYSCORE', P .. 'settle', '-inf', now)) do
  if field(session, 'desired') ~= 'RUNNING' or not settleable(session) then
    if field(session, 'desired') == 'RUNNING' then settle(session) else redis.call('ZREM', P .. 'settle', session) end
  elseif unowned(session) then
    answer[#answer + 1] = session
    if #answer > tonumber(ARGV[1]) then return answer end
  end
end
return answer
