package io.rookery.worker.browser.playwright;

import static io.rookery.worker.browser.playwright.World.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.events.Event;
import io.rookery.events.Event.Restriction;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.WhatsAppPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What WhatsApp itself says about an account is heard: real Chromium, unmodified wa-js, the simulator. */
class SignalsIT {
    private static final AtomicInteger SENT = new AtomicInteger();

    @TempDir
    static Path directory;

    private static World world;

    @BeforeAll
    static void start() {
        world = new World(directory, settings -> settings);
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void aRestartThatWhatsAppAsksFor_leavesTheSessionReadyAgain_withoutACode() throws IOException {
        Story story = new Story();
        WhatsAppPage page = world.paired("restarted", world.newPhone(), story);
        world.phones.doOnce("restart-required", Map.of("session", "restarted"));
        story.hasAtLeast(2, PageEvent.Ready.class);
        now(page.close());
        assertThat(story.all(PageEvent.QrCode.class)).hasSize(1);
        assertThat(story.kinds()).doesNotContain("LoggedOut", "ProfileBroken");
    }

    @Test
    void aGreetingThatNobodyAnswers_isAnswered_wheneverItComes() throws IOException {
        String number = world.newPhone();
        Story story = new Story();
        WhatsAppPage page = world.paired("greeted", number, story);
        for (int greetings = 1; greetings <= 2; greetings++) {
            world.phones.set("onboarding-dialog", Map.of("number", number, "millis", 60_000));
            int answered = greetings;
            await().atMost(Duration.ofSeconds(30))
                    .until(() ->
                            world.phones.ledger("greeted", "dialog-dismissed").size() == answered);
        }
        now(page.close());
        assertThat(story.kinds()).doesNotContain("LoggedOut");
    }

    @Test
    void underATimeLock_noChatIsBegun_andThoseThatAreThereGoOn() throws IOException {
        String number = world.newPhone();
        String known = world.newPhone();
        String stranger = world.newPhone();
        Story story = new Story();
        WhatsAppPage page = world.paired("locked", number, story);
        world.phones.write(known, number, "hello");
        story.next(PageEvent.MessageReceived.class);
        assertThat(restrictions(story)).as("nothing holds").allMatch(it -> !it.active());

        Instant end = Instant.now().plus(Duration.ofHours(1));
        world.phones.set(
                "time-lock",
                Map.of("number", number, "millis", Duration.ofHours(1).toMillis()));
        Event.Restricted lock = next(story, Restriction.TIME_LOCK, true);
        assertThat(lock.until()).isBetween(end.minusSeconds(5), end.plusSeconds(30));
        assertThat(send(page, known)).isInstanceOf(CallResult.Done.class);
        for (int tries = 0; tries < 2; tries++)
            assertThat(send(page, stranger)).isInstanceOfSatisfying(CallResult.Refused.class, refused -> {
                assertThat(refused.code()).isEqualTo("WHATSAPP_RESTRICTED");
                assertThat(refused.retryAt()).isEqualTo(lock.until());
            });
        assertThat(world.phones.ledger("locked", "send-refused"))
                .as("WhatsApp was not asked")
                .isEmpty();

        world.phones.set("time-lock", Map.of("number", number, "millis", 0));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !last(story, Restriction.TIME_LOCK).active());
        assertThat(send(page, stranger)).isInstanceOf(CallResult.Done.class);
        now(page.close());
    }

    @Test
    void aCapping_isToldWithWhatIsUsedOfIt_andWhenItIsOver() throws IOException {
        String number = world.newPhone();
        Story story = new Story();
        WhatsAppPage page = world.paired("capped", number, story);
        world.phones.set("capping", Map.of("number", number, "total", 1));
        Event.Restricted room = story.next(
                        PageEvent.Restricted.class, it -> it.restriction().quota() != null)
                .restriction();
        assertThat(room.active()).isFalse();
        assertThat(room.used()).isZero();
        assertThat(room.quota()).isEqualTo(1);
        assertThat(room.until()).isAfter(Instant.now().plus(Duration.ofDays(29)));
        assertThat(send(page, world.newPhone())).isInstanceOf(CallResult.Done.class);
        assertThat(next(story, Restriction.CAPPING, true).used()).isEqualTo(1);
        world.phones.set("capping", Map.of("number", number, "total", 0));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> last(story, Restriction.CAPPING).quota() == null);
        now(page.close());
    }

    @Test
    void aTemporaryBan_isToldWithItsEnd_andIsOverByItself() throws IOException {
        String number = world.newPhone();
        Story story = new Story();
        WhatsAppPage page = world.paired("banned", number, story);
        Instant asked = Instant.now();
        world.phones.set("ban", Map.of("number", number, "kind", "temporary", "millis", 6_000));
        PageEvent.Disconnected gone = story.next(PageEvent.Disconnected.class, it -> it.reason() != null);
        assertThat(gone.reason()).isEqualTo("TEMPORARILY_BANNED");
        assertThat(gone.until()).isBetween(asked.plusSeconds(5), asked.plusSeconds(30));
        assertThat(next(story, Restriction.TEMPORARY_BAN, true).until()).isEqualTo(gone.until());
        story.hasAtLeast(2, PageEvent.Ready.class);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !last(story, Restriction.TEMPORARY_BAN).active());
        now(page.close());
        assertThat(story.kinds()).doesNotContain("LoggedOut", "ProfileBroken");
        assertThat(story.all(PageEvent.QrCode.class)).hasSize(1);
    }

    @Test
    void aBanIsHeard_alsoWhereItWasSpokenWhileNobodyWasConnected() throws IOException {
        String number = world.newPhone();
        now(world.paired("away", number, new Story()).close());
        world.phones.set("ban", Map.of("number", number, "kind", "temporary", "millis", 60_000));
        Story story = new Story();
        WhatsAppPage page = world.open(world.restored("away", 2), story);
        assertThat(story.next(PageEvent.Disconnected.class).reason()).isEqualTo("TEMPORARILY_BANNED");
        next(story, Restriction.TEMPORARY_BAN, true);
        now(page.close());
        assertThat(story.kinds()).doesNotContain("LoggedOut", "ProfileBroken", "Ready");
    }

    @Test
    void anAccountThatIsLocked_isLoggedOut_forThatReason() throws IOException {
        String number = world.newPhone();
        Story story = new Story();
        WhatsAppPage page = world.paired("barred", number, story);
        world.phones.set("ban", Map.of("number", number, "kind", "locked"));
        assertThat(story.next(PageEvent.LoggedOut.class).reason()).isEqualTo("ACCOUNT_LOCKED");
        now(page.close());
    }

    @Test
    void aVersionThatWhatsAppRefuses_isNoLogOut() throws IOException {
        String number = world.newPhone();
        now(world.paired("old", number, new Story()).close());
        world.phones.set("minimum-version", Map.of("version", "9.9999.9"));
        try {
            Story story = new Story();
            WhatsAppPage page = world.open(world.restored("old", 2), story);
            assertThat(story.next(PageEvent.Disconnected.class).reason()).isEqualTo("WEB_VERSION_TOO_OLD");
            now(page.close());
            assertThat(story.kinds()).doesNotContain("LoggedOut", "ProfileBroken", "Ready");
        } finally {
            world.phones.set("minimum-version", Map.of());
        }
        Story later = new Story();
        WhatsAppPage page = world.open(world.restored("old", 3), later);
        later.next(PageEvent.Ready.class);
        now(page.close());
    }

    private static CallResult<?> send(WhatsAppPage page, String to) {
        String id = "3EB0%018X".formatted(SENT.incrementAndGet());
        return now(page.send(World.text(id, "+" + to, "hello")));
    }

    private static Event.Restricted next(Story story, Restriction kind, boolean active) {
        return story.next(
                        PageEvent.Restricted.class,
                        it -> it.restriction().kind() == kind
                                && it.restriction().active() == active)
                .restriction();
    }

    private static List<Event.Restricted> restrictions(Story story) {
        return story.all(PageEvent.Restricted.class).stream()
                .map(PageEvent.Restricted::restriction)
                .toList();
    }

    private static Event.Restricted last(Story story, Restriction kind) {
        return restrictions(story).stream()
                .filter(it -> it.kind() == kind)
                .toList()
                .getLast();
    }
}
