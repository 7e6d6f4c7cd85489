-- A worker has stopped in order. KEYS: the worker's entry, the list of workers. ARGV: worker, home. An entry of another home is not its own.
if redis.call('HGET', KEYS[1], 'home') ~= ARGV[2] then return 'OTHER' end
redis.call('DEL', KEYS[1])
redis.call('ZREM', KEYS[2], ARGV[1])
return 'OK'
