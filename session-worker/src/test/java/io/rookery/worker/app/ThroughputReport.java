package io.rookery.worker.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.events.SessionId;
import io.rookery.worker.browser.Browsers;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.OutgoingMessage;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.PageListener;
import io.rookery.worker.browser.PageRequest;
import io.rookery.worker.browser.Pulse;
import io.rookery.worker.browser.WhatsAppPage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * How many commands one worker carries out with a page that costs nothing, on a real Kafka, Redis and store; and how much of the log it reads for its sessions. Not part of the test run:
 * {@code -Dtest=ThroughputReport}.
 */
class ThroughputReport {
    private static final int SESSIONS = 10;
    private static final int COMMANDS = 3_000; // for each
    private static final int OTHERS = 2_000; // sessions whose commands lie in the same log

    @TempDir
    Path directory;

    @Test
    void commandsPerSecond_andShareOfTheLog() throws Exception {
        try (var world = new WorkerFixture(directory)) {
            var settings = world.settings("w1");
            settings.put("rookery.topics.command-partitions", "128");
            settings.put("rookery.worker.drain-timeout", "1s");
            var worker = world.startWorker(settings, WithoutBrowsers.class);
            MeterRegistry metrics = worker.getBean(MeterRegistry.class);
            for (int s = 0; s < SESSIONS; s++) world.sendAsync(session(s), "start", new Command.Start(null));
            await().atMost(Duration.ofMinutes(1)).until(() -> answered(metrics) >= SESSIONS);

            long begin = System.nanoTime();
            for (int c = 0; c < COMMANDS; c++)
                for (int s = 0; s < SESSIONS; s++)
                    world.sendAsync(session(s), "c" + c, Command.SendMessage.text("+491700000002", "hello"));
            await().atMost(Duration.ofMinutes(5)).until(() -> answered(metrics) >= SESSIONS * (COMMANDS + 1L));
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf(
                    "%d sessions, %d commands: %.0f/s%n", SESSIONS, SESSIONS * COMMANDS, SESSIONS * COMMANDS / seconds);

            System.out.printf(
                    "an event waits %.1f ms on average for Kafka's acknowledgement%n",
                    metrics.get("rookery.event.to.topic").timer().mean(TimeUnit.MILLISECONDS));
            double before = read(metrics);
            for (int s = 0; s < OTHERS; s++)
                world.sendAsync(new SessionId("other-" + s), "x", Command.SendMessage.text("+491700000002", "hello"));
            SessionId last = session(0);
            world.sendAsync(last, "last", Command.SendMessage.text("+491700000002", "hello"));
            await().atMost(Duration.ofMinutes(1)).until(() -> answered(metrics) >= SESSIONS * (COMMANDS + 1L) + 1);
            await().during(Duration.ofSeconds(2)).atMost(Duration.ofMinutes(1)).until(() -> read(metrics) > before);
            double share = (read(metrics) - before) / (OTHERS + 1);
            System.out.printf("of %d records of others the reader has read %.1f %%%n", OTHERS, 100 * share);
            assertThat(share).isLessThan(0.2);
        }
    }

    private static SessionId session(int number) {
        return new SessionId("session-" + number);
    }

    private static double answered(MeterRegistry metrics) {
        return metrics.find("rookery.commands").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static double read(MeterRegistry metrics) {
        FunctionCounter counter = metrics.find("rookery.command.log.records").functionCounter();
        return counter == null ? 0 : counter.count();
    }

    /** In place of the browsers. */
    @Configuration(proxyBeanMethods = false)
    static class WithoutBrowsers {
        @Bean
        @Primary
        Browsers noBrowsers() {
            return new Browsers() {
                @Override
                public CompletionStage<WhatsAppPage> open(PageRequest request, PageListener listener) {
                    listener.onEvent(new PageEvent.Authenticated());
                    CompletableFuture<WhatsAppPage> opened = CompletableFuture.completedFuture(new NoPage());
                    CompletableFuture.runAsync(
                            () -> listener.onEvent(new PageEvent.Ready(new Event.Account("+491700000001", null))),
                            CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));
                    return opened;
                }

                @Override
                public String version() {
                    return "1";
                }

                @Override
                public void close() {
                    // nothing runs
                }
            };
        }
    }

    /** Takes every message at once. */
    private static final class NoPage implements WhatsAppPage {
        private static <T> CompletionStage<CallResult<T>> done(T value) {
            return CompletableFuture.completedFuture(new CallResult.Done<>(value));
        }

        @Override
        public CompletionStage<CallResult<SentMessage>> send(OutgoingMessage message) {
            return done(new SentMessage(message.messageId(), message.to(), 1));
        }

        @Override
        public CompletionStage<CallResult<List<Map<String, Object>>>> act(Command.InPage command) {
            return done(List.of());
        }

        @Override
        public CompletionStage<CallResult<Optional<SentMessage>>> find(String messageId, String to) {
            return done(Optional.empty());
        }

        @Override
        public CompletionStage<CallResult<Downloaded>> download(MessageKey message, Path target) {
            return CompletableFuture.completedFuture(new CallResult.Lost<>("there is none"));
        }

        @Override
        @SuppressWarnings("NullAway")
        public CompletionStage<CallResult<Void>> logOut() {
            return done(null);
        }

        @Override
        public CompletionStage<CallResult<Pulse>> probe() {
            return CompletableFuture.completedFuture(new CallResult.Done<>(new Pulse(true, Duration.ZERO, 0)));
        }

        @Override
        @SuppressWarnings("NullAway")
        public CompletionStage<CallResult<Void>> catchUp(Instant since) {
            return done(null);
        }

        @Override
        public void extendDeadline(Instant until) {
            // it has none
        }

        @Override
        public CompletionStage<Duration> whileFrozen(FrozenWork copy) {
            return new CompletableFuture<>(); // there is nothing to copy
        }

        @Override
        public CompletionStage<Void> close() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void kill() {
            // nothing runs
        }
    }
}
