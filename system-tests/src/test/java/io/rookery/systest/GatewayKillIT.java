package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Command.SendMessage;
import io.rookery.events.OutcomeStatus;
import io.rookery.quickstart.GatewayProcess;
import io.rookery.systest.check.Checker;
import io.rookery.systest.check.Evidence;
import io.rookery.systest.check.LedgerEntry;
import io.rookery.systest.check.Written;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.World;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * kill -9 of one of two gateways under load, with a worker and its sessions behind them: callers that repeat what was not taken, at the other gateway, with the same key. Nothing is lost, and nobody is
 * shown anything twice, by the ledger of WhatsApp's side. {@code -Dgatewaykill.kills=10} kills more often than the test run does.
 */
@ExtendWith(SharedWorld.class)
class GatewayKillIT {
    private static final int KILLS = Integer.getInteger("gatewaykill.kills", 1);
    private static final int CALLERS = 16;
    private static final int COMMANDS_OF_EACH = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final World world;
    private final List<String> sessions = World.names("two-gateways", 3);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    private final Queue<Written> taken = new ConcurrentLinkedQueue<>();
    private final AtomicInteger repeated = new AtomicInteger();

    GatewayKillIT(World world) {
        this.world = world;
    }

    @Test
    void whatTwoGatewaysTake_isShownOnce_thoughOneIsKilled() throws Exception {
        world.onlyWorker();
        world.pair(sessions);
        String receiver = world.phone();
        Map<String, String> settings = new HashMap<>(world.cluster().gateway().settings());
        settings.remove("rookery.media.directory"); // its own: two may not share it
        var second = new GatewayProcess(
                world.cluster().data().resolve("second-gateway"),
                0,
                0,
                world.cluster().apiKeyFile(),
                settings);
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            for (int kill = 0; kill < KILLS; kill++) {
                second.start();
                int before = taken.size();
                var killed = new AtomicBoolean();
                List<Future<?>> calls = new ArrayList<>();
                for (int caller = 0; caller < CALLERS; caller++) {
                    String ids = "kill-" + kill + "-" + caller + "-";
                    int first = caller;
                    calls.add(callers.submit(() -> {
                        for (int number = 0; number < COMMANDS_OF_EACH || !killed.get(); number++)
                            send(
                                    ids + number,
                                    sessions.get(number % sessions.size()),
                                    receiver,
                                    second,
                                    first + number);
                        return null;
                    }));
                }
                Awaitility.await("load")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> taken.size() - before > CALLERS * COMMANDS_OF_EACH / 3);
                second.kill();
                killed.set(true);
                for (Future<?> call : calls) call.get();
            }
        } finally {
            second.stop();
        }
        judge(receiver);
        sessions.forEach(session -> world.writer().write(session, "destroy", new Command.Destroy()));
        sessions.forEach(session -> assertThat(
                        world.tape().awaitOutcome(session, "destroy").status())
                .isEqualTo(OutcomeStatus.SUCCEEDED));
    }

    /** Until it is taken, at one gateway after the other. */
    private void send(String id, String session, String receiver, GatewayProcess second, int turn)
            throws InterruptedException {
        SendMessage command = SendMessage.text("+" + receiver, id);
        Instant at = Instant.now();
        for (int attempt = 0; ; attempt++) {
            String gateway =
                    (turn + attempt) % 2 == 0 ? world.cluster().gateway().url() : second.url();
            if (isTaken(gateway, id, session, command)) break;
            if (attempt == 0) repeated.incrementAndGet();
            assertThat(attempt).as("repeats of %s", id).isLessThan(50);
            Thread.sleep(100);
        }
        taken.add(new Written(session, id, command, at, -1, -1));
    }

    private boolean isTaken(String gateway, String id, String session, SendMessage command)
            throws InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(gateway + "/v1/sessions/" + session + "/messages"))
                .timeout(Duration.ofSeconds(5))
                .header("X-Api-Key", world.key())
                .header("Idempotency-Key", id)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"to\":\"%s\",\"text\":\"%s\"}".formatted(command.to(), command.text())))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 202;
        } catch (IOException dead) {
            return false;
        }
    }

    private void judge(String receiver) {
        for (Written command : taken)
            assertThat(world.tape()
                            .awaitOutcome(command.session(), command.id())
                            .status())
                    .as(command.id())
                    .isEqualTo(OutcomeStatus.SUCCEEDED);
        Map<String, Long> shown = shown(receiver);
        long twice = world.commands().all().stream()
                .filter(it -> sessions.contains(it.session()))
                .collect(Collectors.groupingBy(it -> it.session() + "/" + it.id(), Collectors.counting()))
                .values()
                .stream()
                .filter(times -> times > 1)
                .count();
        System.out.printf(
                "gateway killed: %d kills, %d commands taken, %d of them after a repeat with the same key; %d on the topic more than once; texts at the receiver: %d, twice: %d%n",
                KILLS,
                taken.size(),
                repeated.get(),
                twice,
                shown.size(),
                shown.values().stream().filter(times -> times > 1).count());
        assertThat(shown.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        taken.stream().map(Written::id).toList());
        assertThat(shown.values()).containsOnly(1L);
        assertThat(repeated).as("callers that the kill has hit").hasPositiveValue();
        var evidence = Evidence.of(
                world.people().ledger(),
                world.written(taken.stream()),
                world.tape().all());
        assertThat(new Checker(1).violations(evidence)).isEmpty();
    }

    /** How often each text was delivered to the receiver's phone. */
    private Map<String, Long> shown(String receiver) {
        Map<String, String> texts = new HashMap<>();
        List<LedgerEntry> ledger = world.people().ledger();
        for (LedgerEntry entry : ledger)
            if (entry.is("send")) texts.put(entry.from() + "/" + entry.messageId(), entry.text());
        return ledger.stream()
                .filter(it -> it.is("deliver") && it.account().equals(receiver))
                .collect(Collectors.groupingBy(
                        it -> texts.getOrDefault(it.from() + "/" + it.messageId(), ""), Collectors.counting()));
    }
}
