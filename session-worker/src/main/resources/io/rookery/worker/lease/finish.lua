-- [rebuild-token] ARGV: candidate
if not amnesia() or redis.call('HGET', P .. 'quarantine', 'elected') ~= ARGV[1] then return 'STALE' end
redis.call('DEL', P .. 'quarantine', P .. 'registered')
redis.call('SET', P .. 'marker', run)
redis.call('PUBLISH', P .. 'claimable', '')
return 'OK'
