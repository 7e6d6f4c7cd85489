-- ARGV: session, id, offset, kind, tenant, start options, end of the outcome partition, retention ms, deadline (epoch ms), and of a start: its user ('': none),
-- what to do where the user has another session, what is known of the user's sessions
if amnesia() then return 'AMNESIA' end
local session, id, offset, kind, tenant, deadline = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5], tonumber(ARGV[9])
local closes = kind == 'CLOSE' or kind == 'SETTLE'
local answered = P .. 'answered:' .. session
local at = redis.call('ZSCORE', answered, id)
if at and tonumber(at) < offset then return 'DUPLICATE' end
local desired = field(session, 'desired')
if desired and offset <= number(session, 'done') then return 'SKIP' end -- [done-skip]
if desired == 'RUNNING' then
  if offset > number(session, 'seen') then redis.call('HSET', key(session), 'seen', offset) end -- [seen]
  if closes and offset > number(session, 'closing') then redis.call('HSET', key(session), 'closing', offset) end
  local expiry = number(session, 'expiry')
  if expiry <= 0 or deadline < expiry then redis.call('HSET', key(session), 'expiry', deadline) end
  settle(session)
  return 'OWNER'
end
local same = not desired or field(session, 'tenant') == tenant
local unlinks = (kind == 'SETTLE' or kind == 'WAKE') and desired and field(session, 'state') ~= 'DESTROYED'
if same and (kind == 'START' or unlinks) then
  if kind == 'START' then
    -- What was refused stays refused, also where it is handed in again and the user has no other session any more.
    local refused = ARGV[11] == 'REFUSE' and ARGV[10] ~= '' and at and tonumber(at) == offset
    local may = refused and 'USER_HAS_SESSION' or may_belong(session, tenant, ARGV[10], ARGV[11], ARGV[12])
    if may == 'USER_HAS_SESSION' then
      redis.call('ZADD', answered, offset, id)
      redis.call('PEXPIRE', answered, ARGV[8])
    end
    if may ~= 'OK' then return may end
  end
  redis.call('HSET', key(session), 'desired', 'RUNNING', 'mode', 'CLOSING', 'owner', '', 'until', 0, 'seen', offset, 'done', offset - 1, 'updated', now,
    'closing', closes and offset or -1, 'starting', (kind == 'START' or kind == 'WAKE') and offset or -1, 'expiry', deadline, 'ended', '')
  if not desired then redis.call('HSET', key(session), 'tenant', tenant, 'epoch', 0) end
  -- Nothing of this session at or behind this offset is answered yet, so its owner need not look for outcomes before this point.
  if tonumber(ARGV[7]) >= 0 then redis.call('HSET', key(session), 'opos', ARGV[7], 'oepoch', number(session, 'epoch')) end
  if kind == 'START' then
    redis.call('HSET', key(session), 'start', ARGV[6], 'state', 'QUEUED', 'states', 'QUEUED', 'reason', '', 'text', '')
    belong(session, ARGV[10])
  end
  enlist(session, tenant)
  settle(session)
  claimable(session)
  return 'CLAIMABLE'
end
redis.call('ZADD', answered, offset, id)
redis.call('PEXPIRE', answered, ARGV[8])
return 'REJECT'
