package io.rookery.worker.app;

import io.rookery.events.SessionId;
import io.rookery.events.WorkerId;
import io.rookery.events.redis.WorkerOrder;
import io.rookery.worker.lease.redis.RedisOrders;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what operators want of this worker. One thread carries out; signals and the stop may come from others. */
final class WorkerOrders {
    private static final Logger log = LoggerFactory.getLogger(WorkerOrders.class);

    private final RedisOrders orders;
    private final WorkerId worker;
    private final String incarnation;
    private final Target target;
    private final Semaphore signals = new Semaphore(0);
    private volatile boolean stopping;

    /** What orders are about. */
    interface Target {
        /** The sessions that this worker owns, each with the owner as its record has it. */
        Map<SessionId, String> owned();

        void move(SessionId session);

        /** These of its sessions are logged in detail from now on, and no others. */
        void log(Set<SessionId> sessions);

        void drain();

        void resume();
    }

    WorkerOrders(RedisOrders orders, WorkerId worker, String incarnation, Target target) {
        this.orders = orders;
        this.worker = worker;
        this.incarnation = incarnation;
        this.target = target;
    }

    /** @param named the worker that has an order */
    void signal(String named) {
        if (named.equals(worker.value())) signals.release();
    }

    /** Waits for a signal, but not longer than this. */
    void await(long millis) {
        try {
            if (signals.tryAcquire(millis, TimeUnit.MILLISECONDS)) signals.drainPermits();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From now on nothing is carried out: the worker hands everything over anyway, and must not be told to go on. */
    void stop() {
        stopping = true;
    }

    /** Carries out what is ordered now. Without an answer of Redis the next time makes up for it. */
    void carryOut() {
        if (stopping) return;
        try {
            orders.forWorker(worker).ifPresent(this::carryOut);
            Map<SessionId, String> owned = target.owned();
            target.log(orders.logged(List.copyOf(owned.keySet())));
            orders.moves(List.copyOf(owned.keySet()))
                    .forEach((session, owner) -> move(session, owner, owned.getOrDefault(session, "")));
        } catch (RuntimeException e) { // the edge: Spring's, Lettuce's and Reactor's errors
            log.atDebug().addKeyValue("cause", e.getMessage()).log("no orders were read");
        }
    }

    private void carryOut(WorkerOrder order) {
        // Meant for an earlier life of this worker: its operator has got what he wanted, a worker without those
        // sessions.
        if (order.incarnation().equals(incarnation) && !stopping) {
            log.atInfo().addKeyValue("order", order.kind()).log("an operator's order is carried out");
            switch (order.kind()) {
                case DRAIN -> target.drain();
                case RESUME -> target.resume();
            }
        }
        orders.remove(worker, order);
    }

    private void move(SessionId session, String meant, String own) {
        if (meant.equals(own)) {
            log.atInfo().addKeyValue("sessionId", session).log("an operator moves a session");
            target.move(session);
        } else if (!meant.startsWith(worker + "/" + incarnation + "/")) {
            return; // meant for an owner that this worker does not know of yet
        }
        orders.remove(session, meant);
    }
}
