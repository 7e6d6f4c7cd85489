package io.rookery.worker.app;

import io.rookery.events.redis.OrderKeys;
import io.rookery.worker.command.kafka.KafkaCommandLog;
import io.rookery.worker.lease.LeaseTimes;
import io.rookery.worker.media.MediaCleaner;
import io.rookery.worker.profile.LocalProfiles;
import io.rookery.worker.recovery.Rebuilder;
import io.rookery.worker.session.HostRuntime;
import io.rookery.worker.session.IdleSweep;
import io.rookery.worker.session.LeaseKeeper;
import io.rookery.worker.session.Placement;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;

/** What goes on all the time: renewing, ticking, looking for sessions. It begins when everything is there, and ends with handing all sessions over. */
@Component
class WorkerLoops implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(WorkerLoops.class);
    private static final long TICK_MILLIS = 100;
    private static final long LOOK_MILLIS = 500;
    private static final long REBUILD_MILLIS = 1000;
    private static final long COOL_MILLIS = 60_000;

    private final Placement placement;
    private final LeaseKeeper keeper;
    private final Rebuilder rebuilder;
    private final KafkaCommandLog commands;
    private final KafkaMessageListenerContainer<byte[], byte[]> admission;
    private final SignOfLife signOfLife;
    private final ReactiveStringRedisTemplate redis;
    private final HomeComing homeComing;
    private final WorkerOrders orders;
    private final WorkerProperties worker;
    private final StartChecks checks;
    private final LocalProfiles profiles;
    private final MediaCleaner oldMedia;
    private final IdleSweep idleSweep;
    private final InstantSource clock;
    private final List<Thread> threads = new ArrayList<>();
    private final Semaphore signals = new Semaphore(0);
    private volatile boolean running;

    WorkerLoops(
            Placement placement,
            LeaseKeeper keeper,
            Rebuilder rebuilder,
            KafkaCommandLog commands,
            KafkaMessageListenerContainer<byte[], byte[]> admissionContainer,
            SignOfLife signOfLife,
            ReactiveStringRedisTemplate redis,
            HomeComing homeComing,
            WorkerOrders orders,
            WorkerProperties worker,
            StartChecks checks,
            LocalProfiles profiles,
            MediaCleaner oldMedia,
            IdleSweep idleSweep,
            InstantSource clock) {
        this.placement = placement;
        this.keeper = keeper;
        this.rebuilder = rebuilder;
        this.commands = commands;
        this.admission = admissionContainer;
        this.signOfLife = signOfLife;
        this.redis = redis;
        this.homeComing = homeComing;
        this.orders = orders;
        this.worker = worker;
        this.checks = checks;
        this.profiles = profiles;
        this.oldMedia = oldMedia;
        this.idleSweep = idleSweep;
        this.clock = clock;
    }

    @Override
    public void start() {
        checks.await();
        signOfLife.first();
        running = true;
        commands.start();
        admission.start();
        loop("ticks", () -> {
            placement.hosts().forEach(HostRuntime::tick);
            Clocks.pause(TICK_MILLIS);
        });
        loop("leases", this::keepLeases);
        loop("presence", () -> {
            orders.carryOut();
            signOfLife.next(); // also tells what the orders have changed
            orders.await(LeaseTimes.DEFAULT.renewal().toMillis());
        });
        loop("orders", () -> listen(OrderKeys.CHANNEL, orders::signal));
        loop("rebuilding", () -> {
            rebuilder.look();
            Clocks.pause(REBUILD_MILLIS);
        });
        loop("warm profiles", this::coolDown);
        loop("old media", () -> {
            oldMedia.look(Clocks.monotonicMillis());
            Clocks.pause(REBUILD_MILLIS);
        });
        loop("idle sessions", () -> {
            Clocks.pause(idleSweep.pause().toMillis());
            idleSweep.look();
        });
        loop("claims", this::claim);
        loop("signals", () -> listen("rookery:claimable", session -> signals.release()));
        log.atInfo()
                .addKeyValue("workerId", worker.workerId())
                .addKeyValue("slots", worker.slots())
                .log("worker started");
    }

    private void loop(String name, Runnable turn) {
        threads.add(Thread.ofVirtual().name(name).start(() -> {
            while (running) {
                try {
                    turn.run();
                } catch (RuntimeException e) { // the edge: a loop goes on
                    log.atWarn().addKeyValue("loop", name).setCause(e).log("a turn failed");
                    Clocks.pause(REBUILD_MILLIS);
                }
            }
        }));
    }

    private void keepLeases() {
        boolean asked = keeper.renew();
        Clocks.pause(asked ? LeaseTimes.DEFAULT.renewal().toMillis() : REBUILD_MILLIS);
    }

    private void coolDown() {
        try {
            profiles.cool(clock.instant());
        } catch (IOException e) {
            log.atWarn().setCause(e).log("profiles of sessions that have gone were not removed yet");
        }
        Clocks.pause(COOL_MILLIS);
    }

    private void claim() {
        if (homeComing.isDone()) placement.look();
        try {
            if (signals.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) signals.drainPermits();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Redis says at once when there is something to do; without it the next look finds it. */
    private void listen(String channel, Consumer<String> heard) {
        Disposable subscription = redis.listenToChannel(channel)
                .subscribe(
                        message -> heard.accept(message.getMessage()),
                        error -> log.atDebug().addKeyValue("channel", channel).log("the signals of Redis are gone"));
        while (running && !subscription.isDisposed()) Clocks.pause(LOOK_MILLIS);
        subscription.dispose();
        Clocks.pause(LOOK_MILLIS);
    }

    @Override
    public void stop() {
        log.atInfo().addKeyValue("sessions", placement.hosts().size()).log("handing all sessions over");
        admission.stop();
        orders.stop();
        placement.drain();
        long until = Clocks.monotonicMillis() + worker.drainTimeout().toMillis();
        while (!placement.hosts().isEmpty() && Clocks.monotonicMillis() < until) Clocks.pause(20);
        if (!placement.hosts().isEmpty())
            log.atWarn()
                    .addKeyValue("sessions", placement.hosts().size())
                    .log("not every session was handed over in time; their leases run out");
        running = false;
        commands.close();
        removeWarm();
        try {
            signOfLife.last();
        } catch (RuntimeException e) { // the edge: the entry runs out by itself
            log.atDebug().log("the worker's entry was not removed");
        }
        log.atInfo().log("worker stopped");
    }

    private void removeWarm() {
        try {
            profiles.removeWarm();
        } catch (IOException e) {
            log.atWarn().setCause(e).log("profiles of sessions that have gone were not removed; the next start will");
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Begins last, ends first. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
