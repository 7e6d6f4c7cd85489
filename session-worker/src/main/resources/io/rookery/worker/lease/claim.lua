-- ARGV: session, token, ttl ms, '1' to settle it without a free slot
if amnesia() then return {'AMNESIA'} end
local session, token = ARGV[1], ARGV[2]
if field(session, 'desired') ~= 'RUNNING' then return {'NO'} end
-- [no-takeback] Only what was ended in order is free for its worker before its lease is over.
local home = field(session, 'ended') == '1' and string.match(field(session, 'owner'), '^[^/]*') == string.match(token, '^[^/]*')
if not home and not unowned(session) then return {'NO'} end
if ARGV[4] == '1' and not settleable(session) then return {'NO'} end
redis.call('HSET', key(session), 'owner', token, 'until', now + ARGV[3], 'ended', '')
redis.call('ZADD', P .. 'leases', now + ARGV[3], session)
return {'OK', field(session, 'epoch')}
