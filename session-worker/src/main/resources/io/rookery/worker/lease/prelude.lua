-- What every script begins with. Keys: rookery:session:<id> (hash), rookery:answered:<id> (command ids by offset), rookery:leases (running sessions by the end of
-- their lease, 0 = no owner), rookery:settle (those that a worker without a free slot may have something to answer for, by the time from which), rookery:ids (all sessions), rookery:ids:<tenant> (a tenant's), rookery:user:<tenant>:<user> (the sessions of a user), rookery:marker, rookery:quarantine, rookery:registered. Times are milliseconds of this server's clock.
local P = 'rookery:'
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%w+)')

-- [marker] The marker names the run of the server that wrote the records. Missing or different: the records may be gone or old, nothing may be decided.
-- [quarantine-own] The quarantine belongs to a run: the start that another run has noted does not count.
local function amnesia()
  if redis.call('GET', P .. 'marker') == run then return false end
  if redis.call('HGET', P .. 'quarantine', 'run') ~= run then
    redis.call('DEL', P .. 'quarantine', P .. 'registered')
    redis.call('HSET', P .. 'quarantine', 'run', run, 'since', now)
  end
  return true
end

local function key(session) return P .. 'session:' .. session end
local function field(session, name) return redis.call('HGET', key(session), name) end
local function number(session, name) return tonumber(field(session, name) or '-1') end

-- [token] The owner is one claim of one life of a worker.
local function owns(session, token, epoch)
  local have = redis.call('HMGET', key(session), 'owner', 'epoch')
  return have[1] == token and (epoch == nil or tonumber(have[2]) == tonumber(epoch))
end

local function unowned(session)
  local have = redis.call('HMGET', key(session), 'owner', 'until')
  return have[1] == '' or tonumber(have[2] or '0') <= now
end

-- Whether a worker without a free slot has something to do: a close, log-out or destroy waits, or a closed session was not given up, or a command's deadline has passed.
local function settleable(session)
  local done, expiry = number(session, 'done'), number(session, 'expiry')
  return number(session, 'closing') > done
    or field(session, 'mode') == 'CLOSING' and number(session, 'starting') <= done
    or expiry > 0 and expiry <= now
end

-- Keeps the index of what may be settled; where it says too much, the script that lists it looks again.
local function settle(session)
  local done, expiry = number(session, 'done'), number(session, 'expiry')
  if number(session, 'closing') > done or field(session, 'mode') == 'CLOSING' and number(session, 'starting') <= done then redis.call('ZADD', P .. 'settle', 0, session)
  elseif expiry > 0 then redis.call('ZADD', P .. 'settle', expiry, session)
  else redis.call('ZREM', P .. 'settle', session) end
end

local function claimable(session)
  redis.call('ZADD', P .. 'leases', 0, session)
  redis.call('PUBLISH', P .. 'claimable', session)
end

-- A session stays its tenant's for good, so the indexes only grow, as the records do.
local function enlist(session, tenant)
  redis.call('ZADD', P .. 'ids', 0, session)
  redis.call('ZADD', P .. 'ids:' .. tenant, 0, session)
end

-- The sessions of a user, in step with the field "user" of their records.
local function users(tenant, user) return P .. 'user:' .. tenant .. ':' .. user end

local function leave(session)
  local have = redis.call('HMGET', key(session), 'tenant', 'user')
  if have[2] and have[2] ~= '' then redis.call('SREM', users(have[1], have[2]), session) end
end

-- From now on the session is this user's; of a record that is there. '': nobody's. [user-since] Where in its log that was, so that a session which is started anew is told from what it was before.
local function belong(session, user)
  leave(session)
  redis.call('HSET', key(session), 'user', user, 'usersince', field(session, 'done'))
  if user ~= '' then redis.call('SADD', users(field(session, 'tenant'), user), session) end
end

-- Whether the session may become this user's. What the caller has seen of the user's sessions: each with a colon and since when it is the user's, joined by commas, with one in front and behind.
-- USER_CHANGED: there are others than the caller knows, or one of these was started anew; it looks again.
local function may_belong(session, tenant, user, conflict, seen)
  if user == '' or conflict == 'ADD' then return 'OK' end
  local own, others, unseen = false, 0, 0
  for _, other in ipairs(redis.call('SMEMBERS', users(tenant, user))) do
    if other == session then own = true
    else
      others = others + 1
      if not string.find(seen, ',' .. other .. ':' .. (field(other, 'usersince') or '-1') .. ',', 1, true) then unseen = unseen + 1 end
    end
  end
  if conflict == 'REPLACE' then return unseen == 0 and 'OK' or 'USER_CHANGED' end
  if others > 0 and not own then return 'USER_HAS_SESSION' end
  local saw_conflict = seen ~= ',' and not string.find(seen, ',' .. session .. ':', 1, true)
  return saw_conflict and 'USER_CHANGED' or 'OK'
end
