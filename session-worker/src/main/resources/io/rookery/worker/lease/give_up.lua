-- ARGV: session, token, epoch, position, state, what was used of its limits ('': as it is)
if amnesia() then return 'AMNESIA' end
local session, position = ARGV[1], tonumber(ARGV[4])
if not owns(session, ARGV[2], ARGV[3]) then return 'LOST' end
if position < number(session, 'done') then return 'MORE' end
redis.call('HSET', key(session), 'done', position, 'mode', 'CLOSING')
if ARGV[6] ~= '' then redis.call('HSET', key(session), 'usage', ARGV[6]) end
settle(session)
if number(session, 'seen') > position then return 'MORE' end
redis.call('HSET', key(session), 'desired', 'STOPPED', 'owner', '', 'until', 0, 'state', ARGV[5], 'updated', now) -- [tombstone] the record stays
if ARGV[5] == 'DESTROYED' then belong(session, '') end
redis.call('ZREM', P .. 'leases', session)
redis.call('ZREM', P .. 'settle', session)
return 'OK'
