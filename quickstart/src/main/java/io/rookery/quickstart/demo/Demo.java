package io.rookery.quickstart.demo;

import io.rookery.quickstart.api.EventStream;
import io.rookery.quickstart.api.GatewayClient;
import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.process.Wait;
import io.rookery.quickstart.state.ClusterStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/**
 * The story of a session, from its QR code to its end, with a new session and new phones each time. Every step is printed with the time that
 * it took; the first one that fails ends the story with a {@link PartFailed} that names it.
 */
public final class Demo {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** For the replacement: a worker ends, and its successor starts, on a machine that may be busy. */
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(90);

    private static final String STATUS = "io.rookery.event.session.status";
    private static final String QR = "io.rookery.event.session.qr";
    private static final String RECEIVED = "io.rookery.event.message.received";
    private static final String ACK = "io.rookery.event.message.ack";

    private final GatewayClient gateway;
    private final Phones phones;
    private final Supplier<ClusterStatus> cluster;
    private final PrintWriter out;
    private final String session;
    private final String alice;
    private final String bob;

    /**
     * @param cluster asked again where something may have changed
     * @param random decides the session's id and the phones' numbers
     */
    public Demo(Supplier<ClusterStatus> cluster, RandomGenerator random, PrintWriter out) {
        ClusterStatus status = cluster.get();
        if (!status.ready() || status.gateway() == null) {
            throw new PartFailed("no cluster is up: start one with ./rookery up");
        }
        if (status.simulator() == null) {
            throw new PartFailed("the demo needs the simulator, and this cluster is live");
        }
        this.cluster = cluster;
        this.gateway = GatewayClient.of(status.gateway());
        this.phones = new Phones(status.simulator().url());
        this.out = out;
        this.session = "demo-" + Integer.toString(random.nextInt(1 << 28, 1 << 30), 36);
        this.alice = number(random);
        this.bob = number(random);
    }

    private static String number(RandomGenerator random) {
        return "4917" + random.nextInt(0, 3) + random.nextInt(1_000_000, 10_000_000);
    }

    /** @throws PartFailed where a step fails */
    public void play() {
        var story = Wait.stopwatch();
        out.println("session " + session + ", phones " + alice + " (Alice) and " + bob + " (Bob)");
        phones.make(alice, "Alice");
        phones.make(bob, "Bob");
        String qr = ask("the session is started, its QR code is there", this::start);
        try (EventStream events = gateway.events(session)) {
            step("Alice's phone scans it, the session is READY", () -> link(qr));
            String messageId = ask("a text is sent to Bob: WhatsApp has it", this::send);
            step("Bob's phone has it", () -> acknowledged(events, messageId, "delivered"));
            step("Bob reads it", () -> {
                phones.read(bob, alice);
                acknowledged(events, messageId, "read");
            });
            step("Bob answers, the message comes in", () -> receive(events));
        }
        step("its worker is replaced, the session is READY again without a QR code", this::moveOn);
        step("the session is destroyed", this::destroy);
        out.printf(Locale.ROOT, "the whole story: %.1f s%n", seconds(story.elapsed()));
        out.flush();
    }

    private String start() {
        gateway.start(session);
        return gateway.qr(session, PATIENCE).orElseThrow(() -> late("a QR code"));
    }

    private void link(String qr) {
        phones.scan(alice, qr);
        awaitReady(0, PATIENCE);
    }

    private String send() {
        JsonNode outcome = gateway.sendText(session, "+" + bob, "Hello Bob, this is " + session);
        JsonNode data = outcome.has("status") ? outcome : outcome.path("outcome");
        if (!data.path("status").asString("").equals("succeeded")) {
            throw new PartFailed("the outcome is " + outcome);
        }
        return data.path("result").path("messageId").asString("");
    }

    private void acknowledged(EventStream events, String messageId, String level) {
        var _ = events.await(
                        ACK,
                        data -> data.path("messageId").asString("").equals(messageId)
                                && data.path("level").asString("").equals(level),
                        PATIENCE)
                .orElseThrow(() -> late("the acknowledgement '" + level + "'"));
    }

    private void receive(EventStream events) {
        String text = "Hello Alice, I have read " + session;
        phones.send(bob, alice, text);
        var _ = events.await(
                        RECEIVED,
                        data -> data.path("message").path("text").asString("").equals(text),
                        PATIENCE)
                .orElseThrow(() -> late("Bob's message"));
    }

    private void moveOn() {
        GatewayClient.Session before = gateway.session(session).orElseThrow(() -> late("the session"));
        ClusterStatus.Worker owner = cluster.get().workers().stream()
                .filter(worker -> worker.owns(before.worker()))
                .findFirst()
                .orElseThrow(() -> new PartFailed("its worker '" + before.worker() + "' is none of this cluster's"));
        Long pid = owner.pid();
        if (pid == null) {
            throw new PartFailed("its worker does not run");
        }
        try (EventStream events = gateway.events(session)) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
            awaitReady(before.epoch(), LONG_PATIENCE);
            if (events.await(QR, data -> true, Duration.ZERO).isPresent()
                    || events.await(
                                    STATUS,
                                    data -> data.path("state").asString("").equals("QR_READY"),
                                    Duration.ZERO)
                            .isPresent()) {
                throw new PartFailed("it asked for a QR code");
            }
        }
    }

    private void destroy() {
        gateway.destroy(session);
        if (!Wait.until(
                PATIENCE,
                () -> gateway.session(session)
                        .filter(now -> !now.state().equals("DESTROYED"))
                        .isEmpty())) {
            throw late("the end of the session");
        }
    }

    private void awaitReady(long afterEpoch, Duration patience) {
        if (!Wait.until(
                patience,
                () -> gateway.session(session)
                        .filter(now -> now.state().equals("READY") && now.epoch() > afterEpoch)
                        .isPresent())) {
            String state =
                    gateway.session(session).map(GatewayClient.Session::state).orElse("unknown");
            throw new PartFailed("not READY after " + patience.toSeconds() + " s, but " + state);
        }
    }

    private void step(String what, Runnable action) {
        ask(what, () -> {
            action.run();
            return "";
        });
    }

    private String ask(String what, Supplier<String> action) {
        var clock = Wait.stopwatch();
        try {
            String result = action.get();
            out.printf(Locale.ROOT, "  %6.2f s  %s%n", seconds(clock.elapsed()), what);
            out.flush();
            return result;
        } catch (PartFailed e) {
            throw new PartFailed("step failed: " + what + ": " + e.getMessage(), e);
        }
    }

    private static PartFailed late(String what) {
        return new PartFailed(what + " did not come in " + PATIENCE.toSeconds() + " s");
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
