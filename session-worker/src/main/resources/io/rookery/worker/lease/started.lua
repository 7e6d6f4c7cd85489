-- The owner starts its session anew, with other options. ARGV: session, token, epoch, start options, user ('': none), what to do where the user has another session,
-- what is known of the user's sessions
if amnesia() then return 'AMNESIA' end
local session = ARGV[1]
if not owns(session, ARGV[2], ARGV[3]) then return 'LOST' end
local may = may_belong(session, field(session, 'tenant'), ARGV[5], ARGV[6], ARGV[7])
if may ~= 'OK' then return may end
redis.call('HSET', key(session), 'start', ARGV[4])
belong(session, ARGV[5])
return 'OK'
