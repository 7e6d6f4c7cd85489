-- Says why a session waits, where it has waited long enough without an owner. ARGV: session, reason, text, least wait ms
if amnesia() then return {'AMNESIA'} end
local session = ARGV[1]
local have = redis.call('HMGET', key(session), 'desired', 'state', 'states', 'reason', 'until', 'updated', 'tenant')
if have[1] ~= 'RUNNING' or not unowned(session) then return {'NO'} end
if have[2] == 'LOGGED_OUT' or have[2] == 'FAILED' or have[2] == 'DESTROYED' then return {'NO'} end -- its next owner decides by it
if have[2] == 'QUEUED' and have[4] == ARGV[2] then return {'NO'} end
if now - math.max(tonumber(have[5] or '0'), tonumber(have[6] or '0')) < tonumber(ARGV[4]) then return {'NO'} end
local states = have[3] or have[2]
if have[2] ~= 'QUEUED' then
  local first, second = string.match(states, '^([^,]*),?([^,]*)')
  states = 'QUEUED,' .. first .. (second ~= '' and ',' .. second or '')
end
redis.call('HSET', key(session), 'state', 'QUEUED', 'states', states, 'reason', ARGV[2], 'text', ARGV[3])
return {'OK', have[7], states}
