package io.rookery.worker.simulation;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.rookery.events.CloudEventCodec;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.WorkerId;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.command.Admission;
import io.rookery.worker.command.Mailbox;
import io.rookery.worker.command.Mailboxes;
import io.rookery.worker.command.UsersSessions;
import io.rookery.worker.event.EventLog;
import io.rookery.worker.event.OutcomeLog;
import io.rookery.worker.lease.Amnesia;
import io.rookery.worker.lease.ClaimToken;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseStoreUnavailable;
import io.rookery.worker.lease.LeaseTimes;
import io.rookery.worker.recovery.Rebuilder;
import io.rookery.worker.session.LeaseKeeper;
import io.rookery.worker.session.Now;
import io.rookery.worker.session.SimHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One worker's process on its machine: the loops of the program, with the real classes inside. */
public final class SimWorker extends SimProcess {
    private static final int SLOTS = 1;
    private static final MeterRegistry NO_METRICS = new CompositeMeterRegistry();

    final int number;
    private final WorkerId id;
    private final Map<SessionId, TreeMap<Epoch, SimProfile>> disk = new TreeMap<>();
    private Map<SessionId, SimHost> hosts = new TreeMap<>();
    private final Map<SessionId, Long> leftAlone = new HashMap<>();
    private final List<String> earlier = new ArrayList<>(); // lives on this machine whose leases were not ended
    private RemoteLeases leases;
    private RemoteTopics topics;
    private RemoteStore store;
    private Mailboxes mailboxes;
    private CommandReader reader;
    private final List<Mailbox> followed = new ArrayList<>();
    private Admission admission;
    private long machineFrozenUntil;
    private int wordsUnderWay;

    /** @param workerName that it has been given; a name may be given twice by mistake */
    SimWorker(World world, int number, String workerName, SimClock clock) {
        super(world, "m" + number, clock);
        this.number = number;
        this.id = new WorkerId(workerName);
        this.leases = new RemoteLeases(world, this);
        this.topics = new RemoteTopics(world, this);
        this.store = new RemoteStore(world, this);
        this.mailboxes = new Mailboxes(world::partition);
        this.reader = new CommandReader(this, mailboxes);
        this.admission = newAdmission();
    }

    private Admission newAdmission() {
        return new Admission(
                leases,
                new AdmissionEvents(world, this, topics),
                topics,
                world.admission.new Forwarding(this),
                users(),
                CloudEventCodec::writeStart,
                id,
                clock::wall);
    }

    /** Of the users whose sessions are started, where there are any. */
    public UsersSessions users() {
        return new UsersSessions(leases, world.admission.new Forwarding(this)::write, clock::wall);
    }

    // ---- life and death ----

    /** Begins to work, as a new life. */
    void boot() {
        hosts = new TreeMap<>();
        leases = new RemoteLeases(world, this);
        topics = new RemoteTopics(world, this);
        store = new RemoteStore(world, this);
        wordsUnderWay = 0;
        mailboxes = new Mailboxes(world::partition);
        admission = newAdmission();
        reader = new CommandReader(this, mailboxes);
        followed.clear();
        spawn(reader::run);
        spawn(this::keepLeases);
        spawn(this::rebuild);
        spawn(this::claim);
        tick();
    }

    void crash(long micros) {
        if (!isUp()) return;
        earlier.add(incarnation());
        die();
        machine(world.micros(0.1, 4), this::killBrowsers); // the guard
        world.admission.died(this);
        world.scheduler.at(micros, () -> machine(0, this::restart));
    }

    /** On the same data directory: [guard-order] first the browsers of the life before are killed, then its leases ended. */
    private void restart() {
        reborn();
        world.trace(() -> "START    %s as %s".formatted(name, incarnation()));
        if (world.on(Safeguard.GUARD_ORDER)) killBrowsers();
        else world.scheduler.at(3_000_000, () -> machine(0, this::killBrowsers));
        boot();
    }

    /** Nothing is claimed before that. */
    private void comeHome() {
        Set<SessionId> home = new TreeSet<>();
        if (!world.on(Safeguard.NO_TAKEBACK)) world.redis.ownedBy(id).forEach(home::add);
        while (!earlier.isEmpty()) {
            try {
                for (String life : List.copyOf(earlier)) home.addAll(leases.endLeases(id, life));
                earlier.clear();
                disk.keySet().retainAll(home);
            } catch (LeaseStoreUnavailable | Amnesia e) {
                sleep(clock.micros(500));
            }
        }
        for (SessionId session : home) if (withSlot() < SLOTS) host(session, false);
    }

    private void killBrowsers() {
        world.whatsapp.browsersOf(this).stream()
                .filter(page -> !page.isOfLife(life()) || !isUp())
                .forEach(SimPage::kill);
    }

    private String incarnation() {
        return name + "-" + life();
    }

    /**
     * A clock is not set back in the moment in which a page is being told its deadline: what is told as a time of the wall clock would grant it as much as the clock is set back, until
     * the next renewal.
     */
    void wallClockJumps(long millis) {
        boolean telling =
                wordsUnderWay > 0 || world.whatsapp.browsersOf(this).stream().anyMatch(SimPage::isToldADeadline);
        if (millis < 0 && telling) world.scheduler.at(100_000, () -> wallClockJumps(millis));
        else clock.jump(millis);
    }

    /** Tells a page its deadline, a moment later. */
    public void tellDeadline(Runnable word) {
        wordsUnderWay++;
        soon(Moment.EXTENDING, () -> {
            wordsUnderWay--;
            word.run();
        });
    }

    /** The worker and its browsers stand still. */
    void freezeMachine(long micros) {
        freeze(micros);
        machineFrozenUntil = Math.max(machineFrozenUntil, world.scheduler.now() + micros);
    }

    long machineFrozenUntil() {
        return machineFrozenUntil;
    }

    /** Something on the machine, outside of the worker's process. */
    private void machine(long micros, Runnable action) {
        world.scheduler.at(micros, () -> {
            long frozen = machineFrozenUntil - world.scheduler.now();
            if (frozen > 0) machine(frozen, action);
            else action.run();
        });
    }

    // ---- the loops of the program ----

    private void tick() {
        List.copyOf(hosts.values()).forEach(SimHost::tick);
        later(clock.micros(100), this::tick);
    }

    private void keepLeases() {
        var keeper = new LeaseKeeper(
                leases, leases, LeaseTimes.DEFAULT, () -> List.copyOf(hosts.values()), clock::monotonic, NO_METRICS);
        while (true) {
            boolean asked = keeper.renew();
            long pause = asked ? LeaseTimes.DEFAULT.renewal().toMillis() : 1000;
            sleep((long) (clock.micros(pause) * (0.8 + 0.2 * world.random.nextDouble())));
        }
    }

    private void rebuild() {
        var rebuilder = new Rebuilder(
                leases, topics, store, CloudEventCodec::writeStart, () -> incarnation() + "/" + world.unique());
        while (true) {
            rebuilder.look();
            sleep((long) (clock.micros(1000) * (1 + world.random.nextDouble())));
        }
    }

    private void claim() {
        comeHome();
        while (true) {
            try {
                for (SessionId session : leases.claimable(World.SESSIONS))
                    if (withSlot() < SLOTS && isFree(session)) host(session, false);
                if (withSlot() >= SLOTS)
                    for (SessionId session : leases.settleable(1)) if (isFree(session)) host(session, true);
            } catch (LeaseStoreUnavailable | Amnesia e) {
                // later
            }
            sleep(world.micros(0.2, 3));
        }
    }

    private long withSlot() {
        return hosts.values().stream().filter(SimHost::hasSlot).count();
    }

    private boolean isFree(SessionId session) {
        return !hosts.containsKey(session) && leftAlone.getOrDefault(session, 0L) < world.scheduler.now();
    }

    private void host(SessionId session, boolean withoutSlot) {
        ClaimToken token = new ClaimToken(id, incarnation(), world.unique());
        Map<SessionId, SimHost> mine = hosts; // of this life
        SimHost host = new SimHost(this, session, token, withoutSlot, ended -> {
            mine.remove(session, ended);
            if (ended.hadNoEpoch()) leftAlone.put(session, world.scheduler.now() + 2_000_000);
        });
        hosts.put(session, host);
        host.start();
    }

    void drain() {
        List.copyOf(hosts.values()).forEach(SimHost::drain);
    }

    List<Mailbox> followed() {
        return followed;
    }

    Admission admission() {
        return admission;
    }

    // ---- what a host reaches the world with ----

    public boolean on(Safeguard rule) {
        return world.on(rule);
    }

    public WorkerId id() {
        return id;
    }

    public LeaseStore leases() {
        return leases;
    }

    public EventLog events() {
        return topics;
    }

    public OutcomeLog outcomes() {
        return topics;
    }

    public RemoteStore store() {
        return store;
    }

    /** By the clocks of its machine. */
    public Now now() {
        return new Now(clock.monotonic(), clock.wall());
    }

    public int partition(SessionId session) {
        return world.partition(session);
    }

    public void follow(Mailbox mailbox, long position) {
        mailboxes.add(mailbox);
        followed.add(mailbox);
        if (!world.on(Safeguard.GAP)) reader.goBack(mailbox.partition(), position);
    }

    public void unfollow(Mailbox mailbox) {
        mailboxes.remove(mailbox);
        followed.remove(mailbox);
    }

    public void fork(Runnable body) {
        spawn(body);
    }

    /** In forked code: a moment in which anything may happen. */
    public void moment(Moment moment) {
        hop(moment);
    }

    public void pause(long millis) {
        sleep(clock.micros(millis));
    }

    public void soon(Moment moment, Runnable action) {
        world.faults.point(this, moment);
        later(world.micros(0, 0.01), action);
    }

    /** An invariant that a host itself can judge. */
    public void mustHold(boolean holds, String invariant, String text) {
        if (!holds) throw new Violation(invariant, text);
    }

    public void trace(String line) {
        world.trace(() -> line);
    }

    // ---- the disk and the browsers of its machine ----

    public SimProfile fresh(SessionId session, Epoch epoch, int credential) {
        var profile = new SimProfile(credential);
        disk.put(session, new TreeMap<>(Map.of(epoch, profile)));
        return profile;
    }

    /** What an earlier life has left, where nobody had the session in between; it becomes this epoch's. */
    public @Nullable SimProfile home(SessionId session, Epoch epoch) {
        TreeMap<Epoch, SimProfile> mine = disk.getOrDefault(session, new TreeMap<>());
        SimProfile taken = mine.get(epoch);
        SimProfile left = mine.remove(new Epoch(epoch.value() - 1));
        if (taken != null || left == null) return taken;
        mine.put(epoch, left);
        return left;
    }

    public void remove(SessionId session) {
        disk.remove(session);
    }

    /** A browser on that profile, which is not open yet. */
    public SimPage open(
            SessionId session, Epoch epoch, SimProfile profile, long deadline, Consumer<PageEvent> listener) {
        return new SimPage(this, session, epoch, profile, deadline, listener);
    }
}
