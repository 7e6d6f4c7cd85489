-- ARGV: worker, incarnation. Its process is dead and so are its browsers: the same worker may claim its sessions at once, others when the lease is over.
if amnesia() then return {'AMNESIA'} end
local answer, prefix = {'OK'}, ARGV[1] .. '/' .. ARGV[2] .. '/'
for _, session in ipairs(redis.call('ZRANGE', P .. 'leases', 0, -1)) do
  local owner = field(session, 'owner')
  if owner and string.sub(owner, 1, #prefix) == prefix then -- [token]
    redis.call('HSET', key(session), 'ended', '1')
    answer[#answer + 1] = session
  end
end
return answer
