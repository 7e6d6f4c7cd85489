-- One page of all sessions: those that are closed for this reason, and have been for so long. ARGV: reason, least time ms, the id behind which the page begins ('': the first page), its length
if amnesia() then return {'AMNESIA'} end
local ids = redis.call('ZRANGEBYLEX', P .. 'ids', ARGV[3] == '' and '-' or '(' .. ARGV[3], '+', 'LIMIT', 0, ARGV[4])
local answer = {'OK', #ids == tonumber(ARGV[4]) and ids[#ids] or ''}
for _, session in ipairs(ids) do
  local have = redis.call('HMGET', key(session), 'desired', 'state', 'reason', 'updated', 'tenant')
  if have[1] == 'STOPPED' and have[2] == 'CLOSED' and have[3] == ARGV[1] and now - tonumber(have[4]) >= tonumber(ARGV[2]) then
    answer[#answer + 1] = session
    answer[#answer + 1] = have[5]
    answer[#answer + 1] = have[4]
  end
end
return answer
