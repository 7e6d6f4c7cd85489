-- ARGV: candidate. Somebody else may rebuild.
if amnesia() and redis.call('HGET', P .. 'quarantine', 'elected') == ARGV[1] then redis.call('HDEL', P .. 'quarantine', 'elected', 'right') end
return 'OK'
