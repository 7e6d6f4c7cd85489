package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rookery.events.Command;
import io.rookery.events.Content;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.SessionState;
import io.rookery.quickstart.ClusterOptions;
import io.rookery.quickstart.WorkerProcess;
import io.rookery.systest.check.LedgerEntry;
import io.rookery.systest.check.TapedEvent;
import io.rookery.systest.check.Written;
import io.rookery.systest.world.EventTape;
import io.rookery.systest.world.Memory;
import io.rookery.systest.world.ProcessTree;
import io.rookery.systest.world.Scrape;
import io.rookery.systest.world.World;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Measurements on an idle machine, printed line by line. They judge nothing, and run only where {@code -Dit.test=Figures} asks for them. */
class Figures {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SENDS = 200;
    private static final int CHECKPOINTS = 100;

    @Test
    void receiving(@TempDir Path data) {
        try (var world = World.started(ClusterOptions.in(data))) {
            receiving(world);
        }
    }

    @Test
    void pairingAndSending(@TempDir Path data) {
        try (var world = World.started(ClusterOptions.in(data))) {
            pairing(world);
            sending(world);
        }
    }

    private static void pairing(World world) {
        List<Duration> toCode = new ArrayList<>();
        List<Duration> toReady = new ArrayList<>();
        for (String session : World.names("pair", 6)) {
            Instant asked = Instant.now();
            world.writer().write(session, "start", new Command.Start(null));
            EventMessage code = first(world, session, it -> it.event() instanceof Event.Qr);
            Instant scanned = Instant.now();
            world.link(session, world.phone());
            EventMessage ready = first(
                    world,
                    session,
                    it -> it.event() instanceof Event.Status status && status.state() == SessionState.READY);
            toCode.add(Duration.between(asked, code.time()));
            toReady.add(Duration.between(scanned, ready.time()));
            world.writer().write(session, "destroy", new Command.Destroy());
            world.tape().awaitOutcome(session, "destroy");
        }
        say(
                "start command to QR event, the worker's first session: %d ms",
                toCode.removeFirst().toMillis());
        say(
                "scan to READY, the worker's first session: %d ms",
                toReady.removeFirst().toMillis());
        say("start command to QR event, later ones: %s", spread(toCode));
        say("scan to READY, later ones: %s", spread(toReady));
    }

    private static void sending(World world) {
        String session = "send";
        world.pair(List.of(session));
        String bob = world.phone();
        WorkerProcess worker = world.cluster().worker(0);
        send(world, session, "warm", 20, bob);
        Scrape before = Scrape.of(worker.url());
        send(world, session, "send", SENDS, bob);
        Scrape after = Scrape.of(worker.url());
        say(
                "command in Kafka to page call, %d sends, from the worker's histogram: p50 %.1f ms, p99 %.1f ms",
                SENDS,
                after.quantile("rookery_command_to_page_seconds", 0.50, before) * 1000,
                after.quantile("rookery_command_to_page_seconds", 0.99, before) * 1000);
        Map<String, Instant> atServer = world.people().ledger().stream()
                .filter(it -> it.is("send"))
                .collect(Collectors.toMap(LedgerEntry::text, LedgerEntry::at, (one, other) -> one));
        say(
                "client's write to WhatsApp's server: %s",
                spread(world.writer().log().stream()
                        .filter(it -> it.id().startsWith("send-"))
                        .map(it -> Duration.between(it.at(), atServer.getOrDefault(text(it), it.at())))
                        .toList()));
    }

    /** An image of a megabyte, by its address: fetched, handed to the page, uploaded to WhatsApp's server. */
    @Test
    void sendingImages(@TempDir Path data) throws IOException {
        byte[] image = noise();
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, image.length);
            exchange.getResponseBody().write(image);
            exchange.close();
        });
        web.start();
        var options = ClusterOptions.in(data).withWorkerSetting("rookery.media.allow-private", "127.0.0.1");
        try (var world = World.started(options)) {
            String session = "images";
            world.pair(List.of(session));
            String bob = world.phone();
            var picture = new Content.Media(
                    null,
                    "http://127.0.0.1:" + web.getAddress().getPort() + "/noise.png",
                    null,
                    null,
                    null,
                    null,
                    null);
            var message = new Command.SendMessage(
                    "+" + bob, null, List.of(picture), null, null, null, null, null, null, null, null);
            List<Duration> times = new ArrayList<>();
            for (int number = 0; number < 60; number++) {
                String id = "image-" + number;
                world.writer().write(session, id, message);
                Event.Outcome outcome = world.tape().awaitOutcome(session, id);
                assertThat(outcome.code()).isEqualTo(Event.Outcome.OK);
                Instant asked = world.writer().log().stream()
                        .filter(it -> it.id().equals(id))
                        .findFirst()
                        .orElseThrow()
                        .at();
                Instant sent = world.people().ledger().stream()
                        .filter(it -> it.is("send")
                                && it.messageId().equals(outcome.result().get("messageId")))
                        .findFirst()
                        .orElseThrow()
                        .at();
                if (number >= 10) times.add(Duration.between(asked, sent));
            }
            say(
                    "client's write to WhatsApp's server, an image of %d kB by URL: %s",
                    image.length / 1024, spread(times));
        } finally {
            web.stop(0);
        }
    }

    /** Of noise nothing can be compressed. */
    private static byte[] noise() throws IOException {
        var picture = new BufferedImage(590, 590, BufferedImage.TYPE_INT_RGB);
        var random = new Random(1);
        for (int x = 0; x < picture.getWidth(); x++)
            for (int y = 0; y < picture.getHeight(); y++) picture.setRGB(x, y, random.nextInt());
        var out = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", out);
        return out.toByteArray();
    }

    /** Ten sessions, a message a second each, for {@code -Dfigures.load.minutes} (5). */
    @Test
    void load(@TempDir Path data) throws InterruptedException {
        int minutes = Integer.getInteger("figures.load.minutes", 5);
        try (var world = World.started(ClusterOptions.in(data))) {
            List<String> sessions = World.names("load", 10);
            world.pair(sessions);
            String bob = world.phone();
            WorkerProcess worker = world.cluster().worker(0);
            for (int minute = 0; minute < minutes; minute++) {
                Instant begin = Instant.now();
                Scrape before = Scrape.of(worker.url());
                for (int second = 0; second < 60; second++) {
                    for (String session : sessions)
                        world.writer()
                                .write(
                                        session,
                                        "m%d-%d".formatted(minute, second),
                                        Command.SendMessage.text("+" + bob, "m%d-%d".formatted(minute, second)));
                    long left = Duration.between(Instant.now(), begin.plusSeconds(second + 1))
                            .toMillis();
                    if (left > 0) Thread.sleep(left);
                }
                world.awaitAnswers(PATIENCE);
                String prefix = "m" + minute + "-";
                Map<String, Instant> asked = world.writer().log().stream()
                        .filter(it -> it.id().startsWith(prefix))
                        .collect(Collectors.toMap(it -> it.session() + "/" + it.id(), Written::at));
                List<Duration> times = sessions.stream()
                        .flatMap(session -> world.tape()
                                .of(session)
                                .filter(it -> it.event() instanceof Event.Outcome
                                        && String.valueOf(it.commandId()).startsWith(prefix))
                                .map(it -> Duration.between(asked.get(session + "/" + it.commandId()), it.time())))
                        .toList();
                say(
                        "minute %d of 10 sessions, a message a second each: write to outcome %s, p50 %.0f ms of it until the page is called; worker and browsers %.0f MB, its JVM %.0f MB, %s",
                        minute + 1,
                        spread(times),
                        Scrape.of(worker.url()).quantile("rookery_command_to_page_seconds", 0.50, before) * 1000,
                        Memory.ofTree(pid(worker)),
                        Memory.of(pid(worker)),
                        Memory.byKind(pid(worker)));
            }
        }
    }

    private static void receiving(World world) {
        String session = "receive";
        String alice = world.phone();
        String bob = world.phone();
        world.writer().write(session, "start", new Command.Start(null));
        world.link(session, alice);
        world.tape().awaitReady(session, 0, PATIENCE);
        WorkerProcess worker = world.cluster().worker(0);
        Scrape before = Scrape.of(worker.url());
        for (int number = 0; number < SENDS; number++) {
            int last = number;
            world.people().write(bob, alice, "in-" + number);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> world.tape()
                                    .of(session, Event.MessageReceived.class)
                                    .count()
                            > last);
        }
        Scrape after = Scrape.of(worker.url());
        say(
                "from the page's telling to Kafka's acknowledgement, %d messages, from the worker's histogram: p50 %.1f ms, p99 %.1f ms",
                SENDS,
                after.quantile("rookery_event_to_topic_seconds", 0.50, before) * 1000,
                after.quantile("rookery_event_to_topic_seconds", 0.99, before) * 1000);
        Map<String, Instant> written = world.people().ledger().stream()
                .filter(it -> it.is("send") && it.account().equals(bob))
                .collect(Collectors.toMap(LedgerEntry::messageId, LedgerEntry::at));
        say(
                "from the phone's write to a reader of the topic: %s",
                spread(world.tape().all().stream()
                        .filter(it -> it.message().event() instanceof Event.MessageReceived)
                        .filter(it -> written.containsKey(messageId(it)))
                        .map(it -> Duration.between(written.get(messageId(it)), it.readAt()))
                        .toList()));
    }

    private static String messageId(TapedEvent event) {
        return ((Event.MessageReceived) event.message().event()).message().messageId();
    }

    /** One after the other, each after the outcome of the one before. */
    private static void send(World world, String session, String name, int count, String to) {
        IntStream.range(0, count).forEach(number -> {
            String id = name + "-" + number;
            world.writer().write(session, id, Command.SendMessage.text("+" + to, id));
            world.tape().awaitOutcome(session, id);
        });
    }

    private static String text(Written written) {
        return written.command() instanceof Command.SendMessage send && send.text() != null ? send.text() : "";
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 10})
    void memory(int perLane, @TempDir Path data) {
        var options = ClusterOptions.in(data)
                .withWorkerSetting("rookery.worker.sessions-per-lane", Integer.toString(perLane));
        try (var world = World.started(options)) {
            WorkerProcess worker = world.cluster().worker(0);
            List<String> sessions = World.names("memory", 10);
            int open = 0;
            for (int count : new int[] {1, 5, 10}) {
                world.pair(sessions.subList(open, count));
                open = count;
                sessions.subList(0, count).forEach(world::awaitStored);
                double all = settled(worker);
                double jvm = Memory.of(pid(worker));
                say(
                        "memory (PSS), %d per lane, %2d sessions: %.0f MB in all, JVM %.0f MB, %.0f MB per session, %.0f MB per session without the JVM",
                        perLane, count, all, jvm, all / count, (all - jvm) / count);
            }
        }
    }

    /** What it has come down to after half a minute. */
    private static double settled(WorkerProcess worker) {
        List<Double> samples = new ArrayList<>();
        Awaitility.await()
                .pollDelay(Duration.ofSeconds(10))
                .pollInterval(Duration.ofSeconds(4))
                .atMost(PATIENCE)
                .until(() -> samples.add(Memory.ofTree(pid(worker))) && samples.size() == 5);
        return samples.stream().mapToDouble(it -> it).min().orElseThrow();
    }

    /** Twenty sessions that are started at once, and one that runs meanwhile. */
    @Test
    void manyStarts(@TempDir Path data) {
        try (var world = World.started(ClusterOptions.in(data).withWorkerSetting("rookery.worker.slots", "25"))) {
            String runner = "runner";
            world.pair(List.of(runner));
            String bob = world.phone();
            WorkerProcess worker = world.cluster().worker(0);
            send(world, runner, "warm", 20, bob);
            say("sends before: %s", spread(timed(world, runner, "before", 50, bob)));
            Scrape before = Scrape.of(worker.url());
            Instant asked = Instant.now();
            List<String> others = World.names("many", 20);
            others.forEach(it -> world.writer().write(it, "start", new Command.Start(null)));
            List<Duration> meanwhile = new ArrayList<>();
            for (int round = 0; others.stream().anyMatch(it -> !showsCode(world, it)); round++)
                meanwhile.addAll(timed(world, runner, "during-" + round, 5, bob));
            say("20 starts at once: the last code after %d ms", millisSince(asked));
            say("sends meanwhile: %s", spread(meanwhile));
            say(
                    "lease renewal meanwhile, from the worker's histogram: p50 %.1f ms, p99 %.1f ms",
                    Scrape.of(worker.url()).quantile("rookery_lease_renewal_seconds", 0.50, before) * 1000,
                    Scrape.of(worker.url()).quantile("rookery_lease_renewal_seconds", 0.99, before) * 1000);
        }
    }

    /** A worker takes over twenty sessions at once, with nothing of them on its disk. */
    @Test
    void manyRestores(@TempDir Path data) {
        try (var world = World.started(ClusterOptions.in(data).withWorkerSetting("rookery.worker.slots", "25"))) {
            List<String> sessions = World.names("moved", 20);
            List<EventMessage> paired = world.pair(sessions);
            sessions.forEach(world::awaitStored);
            world.cluster().worker(0).stop();
            WorkerProcess second = world.cluster().addWorker();
            Instant usable = Instant.now();
            List<Duration> times = paired.stream()
                    .map(it -> world.tape().awaitReady(it.session().value(), EventTape.epoch(it), PATIENCE))
                    .map(it -> Duration.between(usable, it.time()))
                    .toList();
            say("20 restores on one worker, from its being usable to READY: %s", spread(times));
            Map<String, Double> sums = Scrape.of(second.url()).sums();
            say(
                    "a restore took %.0f ms on average",
                    1000
                            * sums.getOrDefault("rookery_profile_restore_seconds_sum", 0.0)
                            / sums.getOrDefault("rookery_profile_restore_seconds_count", 1.0));
            assertThat(times).hasSize(20);
        }
    }

    /** How long a browser stands still for a checkpoint, each single time: one session that gets messages, and what its worker has measured in all, looked at between any two of them. */
    @Test
    void checkpoints(@TempDir Path data) {
        try (var world =
                World.started(ClusterOptions.in(data).withWorkerSetting("rookery.worker.checkpoint-interval", "1s"))) {
            String session = "still";
            String alice = world.phone();
            String bob = world.phone();
            world.writer().write(session, "start", new Command.Start(null));
            world.link(session, alice);
            world.tape().awaitReady(session, 0, PATIENCE);
            world.awaitStored(session);
            String worker = world.cluster().worker(0).url();
            List<Duration> pauses = new ArrayList<>();
            Scrape before = Scrape.of(worker);
            for (int message = 0; pauses.size() < CHECKPOINTS; message++) {
                world.people().write(bob, alice, "while the profile is copied " + message);
                Scrape after = Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> Scrape.of(worker), atLeastOneMore(before));
                if (grown("rookery_browser_freeze_seconds_count", before, after) == 1)
                    pauses.add(seconds(grown("rookery_browser_freeze_seconds_sum", before, after)));
                before = after;
            }
            say("a browser's pause for a checkpoint: %s", spread(pauses));
            double stored = before.sums().getOrDefault("rookery_profile_store_seconds_count", 0.0);
            say(
                    "generations stored: %.0f, each in %.0f ms and %.0f kB on average",
                    stored,
                    1000 * before.sums().getOrDefault("rookery_profile_store_seconds_sum", 0.0) / stored,
                    before.sums().getOrDefault("rookery_profile_bytes_sent_total", 0.0) / stored / 1000);
        }
    }

    private static Predicate<Scrape> atLeastOneMore(Scrape before) {
        return after -> grown("rookery_browser_freeze_seconds_count", before, after) > 0;
    }

    private static double grown(String metric, Scrape before, Scrape after) {
        return after.sums().getOrDefault(metric, 0.0) - before.sums().getOrDefault(metric, 0.0);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static long millisSince(Instant begin) {
        return Duration.between(begin, Instant.now()).toMillis();
    }

    private static boolean showsCode(World world, String session) {
        return world.tape().of(session, Event.Qr.class).findAny().isPresent();
    }

    /** From the write of a send to its outcome, one after the other. */
    private static List<Duration> timed(World world, String session, String name, int count, String to) {
        List<Duration> times = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Instant begin = Instant.now();
            send(world, session, name + "-" + number, 1, to);
            times.add(Duration.between(begin, Instant.now()));
        }
        return times;
    }

    @Test
    void death(@TempDir Path data) {
        try (var world = World.started(ClusterOptions.in(data))) {
            List<String> sessions = World.names("death", 5);
            List<EventMessage> paired = world.pair(sessions);
            sessions.forEach(world::awaitStored);
            WorkerProcess first = world.cluster().worker(0);
            world.cluster().addWorker();
            ProcessTree processes = ProcessTree.of(pid(first));
            Instant killed = Instant.now();
            first.kill();
            Awaitility.await().atMost(PATIENCE).until(() -> processes.left().isEmpty());
            say(
                    "kill -9: of %d processes of the worker none is left after %d ms",
                    processes.size(), Duration.between(killed, Instant.now()).toMillis());
            List<Duration> times = paired.stream()
                    .map(it -> world.tape().awaitReady(it.session().value(), EventTape.epoch(it), PATIENCE))
                    .map(it -> Duration.between(killed, it.time()))
                    .toList();
            say("kill -9 to READY elsewhere, 5 sessions: %s", spread(times));
            assertThat(times).hasSize(5);
        }
    }

    private static EventMessage first(World world, String session, Predicate<EventMessage> wanted) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> world.tape().of(session).filter(wanted).findFirst(), it -> it.isPresent())
                .orElseThrow();
    }

    private static long pid(WorkerProcess worker) {
        return worker.pid().orElseThrow();
    }

    private static String spread(List<Duration> times) {
        List<Long> sorted = times.stream().map(Duration::toMillis).sorted().toList();
        return String.format(
                Locale.ROOT,
                "n %d, min %d, p50 %d, p99 %d, max %d ms",
                sorted.size(),
                sorted.getFirst(),
                sorted.get((sorted.size() - 1) / 2),
                sorted.get((int) Math.ceil(0.99 * sorted.size()) - 1),
                sorted.getLast());
    }

    private static void say(String text, Object... values) {
        System.out.println("figure: " + String.format(Locale.ROOT, text, values));
    }
}
