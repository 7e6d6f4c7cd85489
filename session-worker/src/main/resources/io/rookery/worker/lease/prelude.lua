-- What every script begins with. Keys: rookery:session:<id> (hash), rookery:answered:<id> (command ids by offset), rookery:leases (running sessions by the end of
-- their lease, 0 = no owner), rookery:ids (all sessions), rookery:marker, rookery:quarantine, rookery:registered. Times are milliseconds of this server's clock.
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

local function claimable(session)
  redis.call('ZADD', P .. 'leases', 0, session)
  redis.call('PUBLISH', P .. 'claimable', session)
end
