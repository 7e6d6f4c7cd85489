-- ARGV: session, token, epoch
if amnesia() then return 'AMNESIA' end
local session = ARGV[1]
if not owns(session, ARGV[2], ARGV[3]) then return 'LOST' end
redis.call('HSET', key(session), 'owner', '', 'until', 0)
claimable(session)
return 'OK'
