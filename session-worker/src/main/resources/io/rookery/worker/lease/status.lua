-- ARGV: session, token, epoch, state, last states, reason, text, number, name, health, health reasons
if amnesia() then return 'AMNESIA' end
local session = ARGV[1]
if not owns(session, ARGV[2], ARGV[3]) then return 'LOST' end
redis.call('HSET', key(session), 'state', ARGV[4], 'states', ARGV[5], 'reason', ARGV[6], 'text', ARGV[7], 'health', ARGV[10], 'healthReasons', ARGV[11], 'updated', now)
if ARGV[8] ~= '' then redis.call('HSET', key(session), 'number', ARGV[8], 'name', ARGV[9]) end
if ARGV[4] == 'LOGGED_OUT' or ARGV[4] == 'DESTROYED' then redis.call('HDEL', key(session), 'number', 'name') end
return 'OK'
