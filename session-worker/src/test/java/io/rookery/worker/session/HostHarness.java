package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.events.WorkerId;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.Pulse;
import io.rookery.worker.browser.WhatsAppPage.SentMessage;
import io.rookery.worker.command.Mailbox;
import io.rookery.worker.event.OutcomeLog;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.pacing.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A session host in a world where everything works at once, unless a test says otherwise with {@link #on}. Time stands still but for {@link #pass}.
 */
final class HostHarness {
    static final SessionId ALICE = new SessionId("alice");
    static final Event.Account ACCOUNT = new Event.Account("+491700000001", "Alice");

    private SessionHost host;
    private final boolean withoutSlot;
    private final Deque<Effect> pending = new ArrayDeque<>();
    private final Map<Class<?>, Function<Effect, Optional<Input>>> overrides = new HashMap<>();
    private @Nullable Mailbox mailbox;
    private long monotonic = 1_000_000;
    private Instant wall = Instant.parse("2026-11-20T12:00:00Z");
    private long nextOffset;
    private long outcomePosition = 100;
    private int page;

    // what the world remembers
    LeaseStore.Inheritance inheritance;
    boolean profileStored;
    final List<Effect> effects = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    final List<CommandMessage> submitted = new ArrayList<>();
    final List<String> dropped = new ArrayList<>();
    final List<Command.InPage> acts = new ArrayList<>();
    final List<String> sentTexts = new ArrayList<>();
    final Set<String> answered = new HashSet<>();
    final List<OutcomeLog.Entry> earlierOutcomes = new ArrayList<>();
    Effect.@Nullable Reason ended;

    private HostHarness(LeaseStore.Inheritance inheritance, boolean profileStored) {
        this(inheritance, profileStored, false);
    }

    private HostHarness(LeaseStore.Inheritance inheritance, boolean profileStored, boolean withoutSlot) {
        this.inheritance = inheritance;
        this.profileStored = profileStored;
        this.nextOffset = inheritance.done() + 1;
        this.withoutSlot = withoutSlot;
        this.host = host(HostSettings.DEFAULT);
    }

    private SessionHost host(HostSettings settings) {
        return new SessionHost(
                ALICE,
                new WorkerId("w1"),
                settings,
                start -> mailbox = new Mailbox(ALICE, 0, start, 100, () -> {}),
                CloudEventCodec::readStart,
                withoutSlot);
    }

    boolean isCutOff() {
        return host.isCutOff();
    }

    /** The worker's settings limit what a session sends. Before {@link #begin}. */
    HostHarness with(Limits limits) {
        host = host(HostSettings.DEFAULT.with(limits, null));
        return this;
    }

    /** How long the session is left alone. Before {@link #begin}. */
    HostHarness with(HostSettings.Lifecycle lifecycle) {
        host = host(HostSettings.DEFAULT.with(lifecycle));
        return this;
    }

    /** What the record holds of the last start command. Before {@link #begin}. */
    HostHarness startedWith(String options) {
        var it = inheritance;
        inheritance = new LeaseStore.Inheritance(
                it.tenant(),
                it.done(),
                it.seen(),
                it.mode(),
                it.outcomePosition(),
                it.outcomeFloor(),
                it.state(),
                options,
                it.closing(),
                it.usage());
        return this;
    }

    /** What the record holds of what was sent. Before {@link #begin}. */
    HostHarness having(Event.@Nullable Usage usage) {
        var it = inheritance;
        inheritance = new LeaseStore.Inheritance(
                it.tenant(),
                it.done(),
                it.seen(),
                it.mode(),
                it.outcomePosition(),
                it.outcomeFloor(),
                it.state(),
                it.startOptions(),
                it.closing(),
                usage == null ? "" : CloudEventCodec.writeUsage(usage));
        return this;
    }

    /** A session that was started and is claimed for the first time: its start command waits at offset 0. */
    static HostHarness started() {
        return new HostHarness(inheritance(Mode.CLOSING, -1, 0, SessionState.QUEUED), false);
    }

    /** A running session with a profile, whose owner has died. */
    static HostHarness orphaned() {
        return new HostHarness(inheritance(Mode.OPEN, 9, 9, SessionState.READY), true);
    }

    /** A running session with a profile that no worker has room for; the owner is one that settles. */
    static HostHarness withoutSlot(long seen, long closing) {
        return new HostHarness(inheritance(Mode.OPEN, 9, seen, SessionState.QUEUED, closing), true, true);
    }

    /** A session that was started, and that no worker has room for. */
    static HostHarness startedWithoutSlot(long seen, long closing) {
        return new HostHarness(inheritance(Mode.CLOSING, -1, seen, SessionState.QUEUED, closing), false, true);
    }

    static LeaseStore.Inheritance inheritance(Mode mode, long done, long seen, SessionState state) {
        return inheritance(mode, done, seen, state, -1);
    }

    private static LeaseStore.Inheritance inheritance(
            Mode mode, long done, long seen, SessionState state, long closing) {
        return new LeaseStore.Inheritance(TenantId.DEFAULT, done, seen, mode, 100, Epoch.NONE, state, "", closing, "");
    }

    /** From now on effects of this kind are answered so; empty: no answer at all. */
    <E extends Effect> HostHarness on(Class<E> effect, Function<E, Optional<Input>> answer) {
        overrides.put(effect, it -> answer.apply(effect.cast(it)));
        return this;
    }

    HostHarness normally(Class<? extends Effect> effect) {
        overrides.remove(effect);
        return this;
    }

    HostHarness begin() {
        perform(host.begin(now()));
        return this;
    }

    HostHarness feed(Input input) {
        perform(host.on(input, now()));
        return this;
    }

    /** Time passes, in ticks; the lease is renewed all the while. */
    HostHarness pass(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 100) {
            monotonic += 100;
            wall = wall.plusMillis(100);
            feed(new Input.Renewed(monotonic + 12_000));
            feed(new Input.Tick());
        }
        return this;
    }

    /** Time passes without a renewal. */
    HostHarness passUnrenewed(Duration time) {
        monotonic += time.toMillis();
        wall = wall.plus(time);
        return feed(new Input.Tick());
    }

    /** Somebody sets the wall clock. */
    HostHarness setClock(Duration by) {
        wall = wall.plus(by);
        return feed(new Input.Tick());
    }

    HostHarness command(String id, Command command) {
        return command(id, command, null);
    }

    HostHarness command(String id, Command command, @Nullable Instant expiresAt) {
        return command(id, command, expiresAt, null);
    }

    /** @param tenant that gives the command; null for the session's */
    HostHarness command(String id, Command command, @Nullable Instant expiresAt, @Nullable TenantId tenant) {
        return offered(id, command, expiresAt, tenant).feed(new Input.Arrived());
    }

    /** It waits in the mailbox; nobody has said so yet. */
    HostHarness offered(String id, Command command, @Nullable Instant expiresAt, @Nullable TenantId tenant) {
        CommandMessage message = new CommandMessage(
                ALICE, new CommandId(id), java.net.URI.create("/test"), wall, expiresAt, tenant, null, command);
        mailbox().offer(nextOffset, new Mailbox.Item(nextOffset, wall, message));
        nextOffset++;
        return this;
    }

    HostHarness page(PageEvent event) {
        return feed(new Input.Page(page, event));
    }

    /** From the claim to READY, with a scan where there is no profile. */
    HostHarness ready() {
        begin();
        if (inheritance.mode() == Mode.CLOSING) command("start", new Command.Start(null));
        if (!profileStored) page(new PageEvent.QrCode("2@code", wall.plusSeconds(60)));
        return page(new PageEvent.Authenticated()).page(new PageEvent.Ready(ACCOUNT));
    }

    Instant wall() {
        return wall;
    }

    Mailbox mailbox() {
        if (mailbox == null) throw new IllegalStateException("not taken over yet");
        return mailbox;
    }

    private Now now() {
        return new Now(monotonic, wall);
    }

    // ---- what came of it ----

    List<Event.Outcome> outcomes() {
        return events.stream()
                .filter(Event.Outcome.class::isInstance)
                .map(Event.Outcome.class::cast)
                .toList();
    }

    Event.Outcome lastOutcome() {
        return outcomes().getLast();
    }

    List<SessionState> states() {
        return events.stream()
                .filter(Event.Status.class::isInstance)
                .map(it -> ((Event.Status) it).state())
                .toList();
    }

    <E extends Effect> List<E> effects(Class<E> type) {
        return effects.stream().filter(type::isInstance).map(type::cast).toList();
    }

    // ---- the world ----

    private void perform(List<Effect> wanted) {
        pending.addAll(wanted);
        while (!pending.isEmpty()) {
            Effect effect = pending.removeFirst();
            effects.add(effect);
            Optional<Input> answer =
                    overrides.getOrDefault(effect.getClass(), this::answer).apply(effect);
            answer.ifPresent(input -> pending.addAll(host.on(input, now())));
        }
    }

    private Optional<Input> answer(Effect effect) {
        return Optional.ofNullable(
                switch (effect) {
                    case Effect.Claim ignored -> new Input.Claimed(got(Epoch.NONE), monotonic + 12_000);
                    case Effect.TakeEpoch take ->
                        new Input.EpochTaken(got(take.above().next()));
                    case Effect.SetEpoch ignored -> new Input.Inherited(got(inheritance));
                    case Effect.TellFence ignored -> new Input.Fenced(got(outcomePosition++));
                    case Effect.ReadOutcomes ignored -> new Input.OutcomesRead(got(List.copyOf(earlierOutcomes)));
                    case Effect.Follow follow -> {
                        mailbox().sought(follow.position());
                        yield null;
                    }
                    case Effect.CheckAnswered check ->
                        new Input.Checked(got(answered.contains(check.id().value())));
                    case Effect.Complete complete -> {
                        if (complete.id() != null) answered.add(complete.id().value());
                        yield new Input.Completed(got(true));
                    }
                    case Effect.NoteStart ignored -> new Input.StartNoted(got(Optional.empty()));
                    case Effect.GiveUp ignored -> new Input.GaveUp(got(LeaseStore.GiveUp.OK));
                    case Effect.Release ignored -> new Input.Released(got(true));
                    case Effect.UpdateStatus ignored -> null;
                    case Effect.Abandon ignored -> null;
                    case Effect.Submit submit -> {
                        submitted.add(submit.command());
                        mailbox().offer(nextOffset, new Mailbox.Item(nextOffset, wall, submit.command()));
                        nextOffset++;
                        pending.addAll(host.on(new Input.Arrived(), now()));
                        yield new Input.Submitted(true);
                    }
                    case Effect.Tell tell -> {
                        assertThat(tell.message().event()).matches(Transitions::isAllowed, "of the diagram");
                        events.add(tell.message().event());
                        yield null;
                    }
                    case Effect.TellOutcome tell -> {
                        events.add(tell.message().event());
                        yield new Input.OutcomeTold(got(outcomePosition++));
                    }
                    case Effect.Flush ignored -> new Input.Flushed();
                    case Effect.TellStopped tell -> {
                        events.add(tell.message().event());
                        yield new Input.StoppedTold(got(0L));
                    }
                    case Effect.Restore ignored ->
                        new Input.Restored(new Input.RestoreResult.Ready(profileStored, null, null));
                    case Effect.StoreClosed ignored -> {
                        profileStored = true;
                        yield new Input.Stored(true);
                    }
                    case Effect.Checkpoint ignored -> {
                        profileStored = true;
                        yield new Input.Stored(true);
                    }
                    case Effect.Purge ignored -> {
                        profileStored = false;
                        yield new Input.Purged(true);
                    }
                    case Effect.OpenPage open -> {
                        page = open.page();
                        yield Input.PageOpened.open(page);
                    }
                    case Effect.ClosePage ignored -> new Input.PageClosed();
                    case Effect.KillPage ignored -> null;
                    case Effect.ExtendDeadline ignored -> null;
                    case Effect.Send send -> {
                        sentTexts.add(Answers.text(send));
                        yield new Input.SendAnswered(new CallResult.Done<>(
                                new SentMessage(send.message().messageId(), "chat", 1)));
                    }
                    case Effect.PrepareMedia prepare ->
                        new Input.MediaPrepared(prepare.messageId(), new Input.MediaResult.Ready(Answers.FILE));
                    case Effect.KeepMedia ignored -> null; // see the tests
                    case Effect.DropMedia drop -> {
                        dropped.add(drop.messageId());
                        yield null;
                    }
                    case Effect.Act act -> {
                        acts.add(act.command());
                        yield new Input.Acted(new CallResult.Done<>(List.of()));
                    }
                    case Effect.Find ignored -> new Input.FindAnswered(new CallResult.Done<>(Optional.empty()));
                    case Effect.CatchUp ignored -> new Input.CaughtUp(true);
                    case Effect.Probe ignored ->
                        new Input.Probed(new CallResult.Done<>(new Pulse(true, Duration.ZERO, 0)));
                    case Effect.Recycled ignored -> null;
                    case Effect.LogOut ignored -> new Input.LogOutAnswered(new CallResult.Lost<>("see the tests"));
                    case Effect.End end -> {
                        ended = end.reason();
                        yield null;
                    }
                });
    }

    static <T> Input.Answer<T> got(T value) {
        return new Input.Answer.Got<>(value);
    }
}
