package io.rookery.worker.simulation;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls between processes and servers: a way there and a way back, each with a delay of its own. A call may be carried out long after its caller gave it up. */
final class Network {
    /** Who is called. */
    enum Server {
        REDIS(2000, 0.03),
        KAFKA(2500, 0.08),
        STORE(5000, 0.06);

        final long limitMillis;
        final double slow;

        Server(long limitMillis, double slow) {
            this.limitMillis = limitMillis;
            this.slow = slow;
        }
    }

    /** No answer came: it may have been carried out, or may still be. */
    static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1L;

        NoAnswer() {
            super("no answer", null, false, false);
        }
    }

    /** What the server does, in one step. */
    interface Operation<T> {
        T run() throws Exception;
    }

    private static final class Exchange<T> {
        boolean over;

        @Nullable Operation<T> answer;
    }

    private final World world;
    private final Map<String, EnumMap<Server, Long>> cuts = new HashMap<>();
    private final EnumMap<Server, Long> away = new EnumMap<>(Server.class);

    Network(World world) {
        this.world = world;
    }

    /** Nothing gets through between them for a while. */
    void cut(SimProcess process, Server server, long micros) {
        cuts.computeIfAbsent(process.name, it -> new EnumMap<>(Server.class))
                .put(server, world.scheduler.now() + micros);
    }

    /** Nobody reaches the server for a while. */
    void away(Server server, long micros) {
        away.put(server, world.scheduler.now() + micros);
    }

    private long unreachableUntil(SimProcess process, Server server) {
        long cut = cuts.getOrDefault(process.name, new EnumMap<>(Server.class)).getOrDefault(server, 0L);
        return Math.max(cut, away.getOrDefault(server, 0L));
    }

    private long delay(double slow) {
        boolean late = world.faults.active() && world.random.nextDouble() < slow * world.faults.slowness();
        return late ? world.micros(1, 25) : world.micros(0.001, 0.03);
    }

    /** From blocking code of the process. Throws what the operation throws, and {@link NoAnswer} after the server's time limit. */
    <T> T call(SimProcess from, Server to, Moment moment, Operation<T> operation) throws Exception {
        Coroutine me = world.scheduler.current();
        me.check();
        Exchange<T> exchange = new Exchange<>();
        int life = from.life();
        long limit = from.clock.micros(to.limitMillis);
        send(from, to, operation, exchange, () -> from.runIn(life, () -> world.scheduler.run(me)));
        world.scheduler.at(
                limit,
                () -> from.runIn(life, () -> {
                    if (exchange.over) return;
                    exchange.over = true;
                    world.scheduler.run(me);
                }));
        world.faults.point(from, moment);
        me.suspend();
        Operation<T> answer = exchange.answer;
        if (answer == null) throw new NoAnswer();
        return answer.run();
    }

    private <T> void send(SimProcess from, Server to, Operation<T> operation, Exchange<T> exchange, Runnable wake) {
        long unreachable = unreachableUntil(from, to) - world.scheduler.now();
        if (unreachable > 0) {
            double fate = world.random.nextDouble();
            if (fate < 0.2) world.scheduler.at(0, () -> carryOut(operation)); // the answer gets lost
            else if (fate < 0.4) world.scheduler.at(unreachable + world.micros(0, 1), () -> carryOut(operation));
            return;
        }
        long there = delay(to.slow);
        long back = delay(to.slow / 2);
        world.scheduler.at(there, () -> {
            Operation<T> answer = carryOut(operation);
            world.scheduler.at(back, () -> {
                if (exchange.over) return;
                exchange.over = true;
                exchange.answer = answer;
                wake.run();
            });
        });
    }

    private static <T> Operation<T> carryOut(Operation<T> operation) {
        try {
            T value = operation.run();
            return () -> value;
        } catch (Violation e) {
            throw e;
        } catch (Exception e) { // what the server answers
            return () -> {
                throw e;
            };
        }
    }
}
