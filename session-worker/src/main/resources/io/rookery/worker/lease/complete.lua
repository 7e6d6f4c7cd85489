-- ARGV: session, token, epoch, position, mode, outcome position (-1: as it is), id ('': none), start of the log, retention ms, end state ('': as it is)
if amnesia() then return 'AMNESIA' end
local session, position = ARGV[1], tonumber(ARGV[4])
if not owns(session, ARGV[2], ARGV[3]) then return 'LOST' end
if position < number(session, 'done') then return 'OK' end -- [done-up]
redis.call('HSET', key(session), 'done', position, 'mode', ARGV[5])
if tonumber(ARGV[6]) >= 0 then redis.call('HSET', key(session), 'opos', ARGV[6], 'oepoch', ARGV[3]) end
if position >= number(session, 'seen') then redis.call('HSET', key(session), 'expiry', 0) end -- nothing waits
settle(session)
if ARGV[10] ~= '' then redis.call('HSET', key(session), 'state', ARGV[10]) end
if ARGV[10] == 'DESTROYED' then belong(session, '') end
if ARGV[7] ~= '' then
  local answered = P .. 'answered:' .. session
  redis.call('ZADD', answered, 'NX', position, ARGV[7])
  redis.call('ZREMRANGEBYSCORE', answered, '-inf', '(' .. ARGV[8])
  redis.call('PEXPIRE', answered, ARGV[9])
end
return 'OK'
