-- ARGV: limit
if amnesia() then return {'AMNESIA'} end
local answer = {'OK'}
for _, session in ipairs(redis.call('ZRANGEBYSCORE', P .. 'leases', '-inf', now, 'LIMIT', 0, ARGV[1])) do answer[#answer + 1] = session end
return answer
