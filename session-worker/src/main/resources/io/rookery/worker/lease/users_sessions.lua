-- Each with the position since which it is the user's. ARGV: tenant, user
if amnesia() then return {'AMNESIA'} end
local answer = {'OK'}
for _, session in ipairs(redis.call('SMEMBERS', users(ARGV[1], ARGV[2]))) do
  answer[#answer + 1] = session
  answer[#answer + 1] = field(session, 'usersince') or '-1'
end
return answer
