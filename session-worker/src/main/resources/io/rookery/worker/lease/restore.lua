-- [rebuild-token] Refuses unless the memory is still missing and the right is still this candidate's.
-- ARGV: candidate, length of the right ms, ttl ms, session, tenant, mode, epoch, seen, done, opos, oepoch, start, state, number, name, retention ms, user, then id, offset of each answered command
if not amnesia() or redis.call('HGET', P .. 'quarantine', 'elected') ~= ARGV[1] then return 'STALE' end
redis.call('HSET', P .. 'quarantine', 'right', now + ARGV[2])
local session = ARGV[4]
local owner, lease = '', 0
local registered = redis.call('HGET', P .. 'registered', session)
if registered then
  local epoch, token = string.match(registered, '^(%d+) (.*)$')
  if epoch == ARGV[7] then owner, lease = token, now + ARGV[3] end
end
leave(session) -- of a memory that came back older
redis.call('DEL', key(session), P .. 'answered:' .. session)
redis.call('HSET', key(session), 'tenant', ARGV[5], 'desired', 'RUNNING', 'mode', ARGV[6], 'owner', owner, 'until', lease, 'epoch', ARGV[7], 'seen', ARGV[8], 'done', ARGV[9], -- [never-stopped]
  'opos', ARGV[10], 'oepoch', ARGV[11], 'start', ARGV[12], 'state', ARGV[13], 'states', ARGV[13], 'updated', now,
  -- What waits is not known here; an expiry in the past makes a settler look.
  'closing', -1, 'starting', -1, 'expiry', tonumber(ARGV[8]) > tonumber(ARGV[9]) and 1 or 0, 'ended', '')
if ARGV[14] ~= '' then redis.call('HSET', key(session), 'number', ARGV[14], 'name', ARGV[15]) end
belong(session, ARGV[17])
enlist(session, ARGV[5])
redis.call('ZADD', P .. 'leases', lease, session)
settle(session)
for i = 18, #ARGV, 2 do redis.call('ZADD', P .. 'answered:' .. session, ARGV[i + 1], ARGV[i]) end
if #ARGV >= 18 then redis.call('PEXPIRE', P .. 'answered:' .. session, ARGV[16]) end
return 'OK'
