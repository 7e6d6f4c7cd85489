package io.rookery.worker.browser.playwright;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rookery.events.Command;
import io.rookery.events.Content;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.WorkerId;
import io.rookery.simulator.Simulator;
import io.rookery.simulator.SimulatorOptions;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.OutgoingMessage;
import io.rookery.worker.browser.PageDeadline;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.PageRequest;
import io.rookery.worker.browser.WhatsAppPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A simulator with its phones, and browsers on a directory. */
final class World implements AutoCloseable {
    private static final long FIRST_NUMBER = 491_700_000_000L;
    private final Simulator simulator = Simulator.start(SimulatorOptions.inMemory());
    private final AtomicInteger numbers = new AtomicInteger();
    private final Path directory;
    final Phones phones = new Phones(simulator.httpUri());
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final PlaywrightBrowsers browsers;

    World(Path directory, UnaryOperator<PlaywrightSettings> with) {
        this.directory = directory;
        browsers = new PlaywrightBrowsers(with.apply(settings()), meters, InstantSource.system());
    }

    /** On this world's simulator. */
    PlaywrightSettings settings() {
        return PlaywrightSettings.of(directory)
                .withPage(simulator.httpUri() + "/?session={session}&epoch={epoch}&worker={worker}", List.of());
    }

    /** The number of a new phone. */
    String newPhone() {
        String number = Long.toString(FIRST_NUMBER + numbers.incrementAndGet());
        phones.make(number);
        return number;
    }

    WhatsAppPage open(PageRequest request, Story story) {
        return now(browsers.open(request, story));
    }

    /** Opened and paired, with the connection up. */
    WhatsAppPage paired(String session, String number, Story story) throws IOException {
        WhatsAppPage page = open(fresh(session), story);
        phones.scan(number, story.next(PageEvent.QrCode.class).code());
        story.next(PageEvent.Ready.class);
        return page;
    }

    /** A session that has never been linked. */
    PageRequest fresh(String session) throws IOException {
        return request(session, 1, profile(session), false, Duration.ofMinutes(5));
    }

    /** The same session later, on the profile that it left. */
    PageRequest restored(String session, int epoch) throws IOException {
        return request(session, epoch, profile(session), true, Duration.ofMinutes(5));
    }

    static PageRequest request(String session, int epoch, Path profile, boolean linked, Duration allowed) {
        return new PageRequest(
                new SessionId(session),
                new Epoch(epoch),
                new WorkerId("w1"),
                profile,
                linked,
                Command.Pairing.QR,
                new PageDeadline(Instant.now().plus(allowed)));
    }

    Path profile(String session) throws IOException {
        return Files.createDirectories(directory.resolve("profiles").resolve(session));
    }

    static OutgoingMessage text(String messageId, String to, String text) {
        return new OutgoingMessage(messageId, to, new Content.Text(text), null, null, List.of(), false);
    }

    static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(40, TimeUnit.SECONDS).join();
    }

    static <T> T done(CompletionStage<CallResult<T>> call) {
        CallResult<T> result = now(call);
        assertThat(result).isInstanceOf(CallResult.Done.class);
        return ((CallResult.Done<T>) result).value();
    }

    @Override
    public void close() {
        browsers.close();
        simulator.close();
    }
}
