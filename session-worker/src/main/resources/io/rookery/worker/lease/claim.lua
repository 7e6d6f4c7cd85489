-- ARGV: session, token, ttl ms
if amnesia() then return {'AMNESIA'} end
local session = ARGV[1]
if field(session, 'desired') ~= 'RUNNING' then return {'NO'} end
if field(session, 'owner') ~= '' and number(session, 'until') > now then return {'NO'} end
redis.call('HSET', key(session), 'owner', ARGV[2], 'until', now + ARGV[3])
redis.call('ZADD', P .. 'leases', now + ARGV[3], session)
return {'OK', field(session, 'epoch')}
