-- ARGV: session, token, epoch
if amnesia() then return {'AMNESIA'} end
local session = ARGV[1]
if not owns(session, ARGV[2]) or tonumber(ARGV[3]) < number(session, 'epoch') then return {'LOST'} end
redis.call('HSET', key(session), 'epoch', ARGV[3])
local have = redis.call('HMGET', key(session), 'tenant', 'done', 'seen', 'mode', 'opos', 'oepoch', 'state', 'start', 'closing', 'usage')
local answer = {'OK'}
for i = 1, 10 do answer[i + 1] = have[i] or '' end
return answer
