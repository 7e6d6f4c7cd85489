package io.rookery.worker.browser.playwright;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rookery.events.Command;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.SessionId;
import io.rookery.events.WorkerId;
import io.rookery.simulator.Simulator;
import io.rookery.simulator.SimulatorOptions;
import io.rookery.worker.browser.CallResult;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real Chromium, unmodified wa-js, the simulator. */
class PlaywrightBrowsersIT {
    private static final String ALICE = "491700000001";
    private static final String BOB = "491700000002";

    @TempDir
    static Path directory;

    private static Simulator simulator;
    private static Phones phones;
    private static PlaywrightBrowsers browsers;
    private static final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorOptions.inMemory());
        phones = new Phones(simulator.httpUri());
        phones.make(ALICE);
        phones.make(BOB);
        browsers = new PlaywrightBrowsers(
                PlaywrightSettings.of(directory)
                        .withPage(simulator.httpUri() + "/?session={session}&epoch={epoch}&worker={worker}", List.of()),
                meters,
                InstantSource.system());
    }

    @AfterAll
    static void stop() {
        browsers.close();
        simulator.close();
    }

    @Test
    void pairsSendsReceivesAndComesBackWithoutACode() throws IOException {
        Story first = new Story();
        WhatsAppPage page = open("alice", 1, false, first);
        phones.scan(ALICE, first.next(PageEvent.QrCode.class).code());
        first.next(PageEvent.Authenticated.class);
        assertThat(first.next(PageEvent.Ready.class).account().number()).isEqualTo("+" + ALICE);

        var sent = now(page.sendText("3EB0AAAAAAAAAAAAAAAAA1", "+" + BOB, "hello"));
        assertThat(sent).isInstanceOf(CallResult.Done.class);
        first.next(PageEvent.MessageAck.class, ack -> ack.level() == Event.AckLevel.DELIVERED);
        phones.read(BOB, ALICE);
        first.next(PageEvent.MessageAck.class, ack -> ack.level() == Event.AckLevel.READ);
        phones.write(BOB, ALICE, "hi");
        assertThat(first.next(PageEvent.MessageReceived.class).message().text()).isEqualTo("hi");
        now(page.close());

        Story second = new Story();
        WhatsAppPage again = open("alice", 2, true, second);
        second.next(PageEvent.Ready.class);
        second.hasNo(PageEvent.QrCode.class);
        now(again.close());
    }

    private static WhatsAppPage open(String session, int epoch, boolean linked, Story story) throws IOException {
        Path profile = Files.createDirectories(directory.resolve("profiles").resolve(session));
        return now(browsers.open(
                new PageRequest(
                        new SessionId(session),
                        new Epoch(epoch),
                        new WorkerId("w1"),
                        profile,
                        linked,
                        Command.Pairing.QR,
                        Instant.now().plus(Duration.ofMinutes(5))),
                story));
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }
}
