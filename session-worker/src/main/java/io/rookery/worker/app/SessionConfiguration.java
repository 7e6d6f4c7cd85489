package io.rookery.worker.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.rookery.events.CloudEventCodec;
import io.rookery.events.SessionState;
import io.rookery.startup.StartupFailure;
import io.rookery.worker.browser.BrowserNotFound;
import io.rookery.worker.browser.Browsers;
import io.rookery.worker.browser.playwright.PlaywrightBrowsers;
import io.rookery.worker.browser.playwright.PlaywrightSettings;
import io.rookery.worker.browser.playwright.WebVersion;
import io.rookery.worker.command.CommandLog;
import io.rookery.worker.command.CommandWriter;
import io.rookery.worker.event.kafka.KafkaEventLog;
import io.rookery.worker.lease.ClaimToken;
import io.rookery.worker.lease.LeaseRecovery;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseTimes;
import io.rookery.worker.lease.redis.RedisOrders;
import io.rookery.worker.media.MediaFiles;
import io.rookery.worker.media.OutgoingMedia;
import io.rookery.worker.media.ReceivedMedia;
import io.rookery.worker.profile.EpochStore;
import io.rookery.worker.profile.LocalProfiles;
import io.rookery.worker.profile.Profiles;
import io.rookery.worker.recovery.History;
import io.rookery.worker.recovery.Rebuilder;
import io.rookery.worker.session.Capacity;
import io.rookery.worker.session.HostMetrics;
import io.rookery.worker.session.HostPorts;
import io.rookery.worker.session.HostRuntime;
import io.rookery.worker.session.HostSettings;
import io.rookery.worker.session.IdleSweep;
import io.rookery.worker.session.LeaseKeeper;
import io.rookery.worker.session.Placement;
import io.rookery.worker.session.WaitingSessions;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sessions: browsers, hosts, leases, placement. */
@Configuration(proxyBeanMethods = false)
class SessionConfiguration {

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean(destroyMethod = "close")
    DataDirectory dataDirectory(WorkerProperties worker) {
        return DataDirectory.lock(worker.directory());
    }

    @Bean(destroyMethod = "close")
    PlaywrightBrowsers browsers(
            BrowserProperties browser,
            WorkerProperties worker,
            DataDirectory directory,
            MeterRegistry metrics,
            InstantSource clock) {
        try {
            return new PlaywrightBrowsers(
                    new PlaywrightSettings(
                            Optional.ofNullable(browser.executable()),
                            Optional.ofNullable(browser.node()),
                            directory.path(),
                            browser.pageUrl(),
                            browser.allowedHosts(),
                            worker.sessionsPerLane(),
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(45),
                            Duration.ofMinutes(1),
                            PlaywrightSettings.Sandbox.AUTOMATIC,
                            WebVersion.of(browser.webVersions(), browser.webVersion())),
                    metrics,
                    clock);
        } catch (BrowserNotFound | IllegalArgumentException e) {
            throw new StartupFailure(String.valueOf(e.getMessage()));
        }
    }

    /** Ends at once: what could be handed over is, before this is asked to stop. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService blocking() {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("host-", 0).factory());
    }

    @Bean
    HostPorts hostPorts(
            LeaseStore leases,
            EpochStore epochs,
            Profiles profiles,
            LocalProfiles local,
            Browsers browsers,
            OutgoingMedia outgoing,
            ReceivedMedia received,
            MediaFiles mediaFiles,
            CommandLog commands,
            CommandWriter writer,
            KafkaEventLog events,
            MeterRegistry metrics,
            ExecutorService blocking,
            InstantSource clock) {
        return new HostPorts(
                leases,
                LeaseTimes.DEFAULT,
                epochs,
                profiles,
                local,
                browsers,
                outgoing,
                received,
                mediaFiles,
                commands,
                writer,
                events,
                events,
                new HostMetrics(metrics, clock),
                blocking,
                clock,
                Clocks::monotonicMillis,
                Clocks::pause,
                browsers.version());
    }

    @Bean
    IdleSweep idleSweep(LeaseStore leases, CommandWriter writer, LifecycleProperties lifecycle, InstantSource clock) {
        return new IdleSweep(leases, writer, clock, lifecycle.destroyIdleAfter());
    }

    @Bean
    Incarnation incarnation() {
        return new Incarnation(UUID.randomUUID().toString());
    }

    /** One life of this process. */
    record Incarnation(String name) {}

    @Bean
    Placement placement(
            LeaseStore leases,
            WorkerProperties worker,
            HostPorts ports,
            PlaywrightBrowsers browsers,
            Incarnation incarnation,
            MediaProperties media,
            LimitProperties limits,
            NumberProperties numbers,
            LifecycleProperties lifecycle,
            MeterRegistry metrics) {
        Capacity capacity =
                new Capacity(worker.slots(), worker.startingAtOnce(), worker.memoryBudgetBytes(), browsers::memoryUsed);
        AtomicLong claims = new AtomicLong();
        HostSettings settings = HostSettings.DEFAULT
                .withCheckpoint(worker.checkpointInterval())
                .withLargestMedia(media.maxBytes().toBytes())
                .with(limits.limits(), numbers.defaultRegion())
                .with(lifecycle.settings());
        Placement placement = new Placement(
                leases,
                capacity,
                (session, withoutSlot, onEnd) -> new HostRuntime(
                        session,
                        new ClaimToken(worker.workerId(), incarnation.name(), claims.incrementAndGet()),
                        settings,
                        ports,
                        CloudEventCodec::readStart,
                        withoutSlot,
                        onEnd),
                new WaitingSessions(ports, worker.workerId()),
                Clocks::monotonicMillis,
                Clocks::pause);
        for (SessionState state : SessionState.values())
            Gauge.builder("rookery.sessions", placement, it -> count(it, state))
                    .description("Sessions of this worker by state")
                    .tag("state", state.name())
                    .register(metrics);
        Gauge.builder("rookery.worker.slots", capacity, Capacity::slots)
                .description("How many sessions this worker takes")
                .register(metrics);
        Gauge.builder("rookery.worker.memory.budget", capacity, Capacity::memoryBudget)
                .description("What the browsers and drivers of this worker may use together")
                .baseUnit("bytes")
                .register(metrics);
        return placement;
    }

    @Bean
    WorkerOrders workerOrders(
            RedisOrders orders, WorkerProperties worker, Incarnation incarnation, Placement placement) {
        return new WorkerOrders(orders, worker.workerId(), incarnation.name(), new PlacementOrders(placement));
    }

    private static double count(Placement placement, SessionState state) {
        return placement.hosts().stream().filter(host -> host.state() == state).count();
    }

    @Bean
    HomeComing homeComing(
            DataDirectory directory,
            WorkerProperties worker,
            Incarnation incarnation,
            LeaseStore leases,
            LocalProfiles profiles,
            Placement placement) {
        try {
            Lives lives = Lives.begin(directory.path(), worker.workerId(), incarnation.name(), Lives.boot());
            return new HomeComing(lives, leases, profiles, placement);
        } catch (IOException e) {
            throw new StartupFailure("the data directory can't be used: " + e.getMessage());
        }
    }

    @Bean
    LeaseKeeper leaseKeeper(LeaseStore leases, LeaseRecovery recovery, Placement placement, MeterRegistry metrics) {
        return new LeaseKeeper(
                leases, recovery, LeaseTimes.DEFAULT, placement::hosts, Clocks::monotonicMillis, metrics);
    }

    @Bean
    Rebuilder rebuilder(LeaseRecovery recovery, History history, EpochStore epochs, WorkerProperties worker) {
        return new Rebuilder(
                recovery,
                history,
                epochs,
                CloudEventCodec::writeStart,
                () -> worker.workerId() + "/" + UUID.randomUUID());
    }
}
