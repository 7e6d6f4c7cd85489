-- ARGV: session, token, epoch, and of a settler: up to where it has looked ('': not a settler), the last close there, the start that it leaves, the earliest deadline there (-1: none)
if amnesia() then return 'AMNESIA' end
local session = ARGV[1]
if not owns(session, ARGV[2], ARGV[3]) then return 'LOST' end
redis.call('HSET', key(session), 'owner', '', 'until', 0, 'ended', '', 'updated', now)
if ARGV[4] ~= '' then
  local closing, expiry = tonumber(ARGV[5]), tonumber(ARGV[7])
  if number(session, 'seen') > tonumber(ARGV[4]) then -- admission has let in what the settler has not looked at
    local known = number(session, 'expiry')
    closing = math.max(closing, number(session, 'closing'))
    if known > now and (expiry <= 0 or known < expiry) then expiry = known end
  end
  redis.call('HSET', key(session), 'closing', closing, 'starting', math.max(tonumber(ARGV[6]), number(session, 'starting')), 'expiry', expiry)
end
settle(session)
claimable(session)
return 'OK'
