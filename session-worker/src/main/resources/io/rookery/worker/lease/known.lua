-- ARGV: session
if amnesia() then return {'AMNESIA'} end
local have = redis.call('HMGET', key(ARGV[1]), 'desired', 'tenant', 'epoch', 'user')
if not have[1] then return {'NO'} end
return {'OK', have[1], have[2], have[3], have[4] or ''}
