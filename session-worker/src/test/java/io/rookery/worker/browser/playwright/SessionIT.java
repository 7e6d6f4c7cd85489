package io.rookery.worker.browser.playwright;

import static io.rookery.worker.browser.playwright.World.done;
import static io.rookery.worker.browser.playwright.World.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.Event;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.PageRequest;
import io.rookery.worker.browser.WhatsAppPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session's life as WhatsApp sees it: real Chromium, unmodified wa-js, the simulator. */
class SessionIT {
    private static final String ID = "3EB0AAAAAAAAAAAAAAAAA1";

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
    void pairsSendsReceivesAndComesBackWithoutACode() throws IOException {
        String alice = world.newPhone();
        String bob = world.newPhone();
        Story story = new Story();
        WhatsAppPage page = world.paired("alice", alice, story);
        assertThat(story.kinds()).containsSubsequence("QrCode", "Authenticated", "Ready");
        assertThat(story.next(PageEvent.Ready.class).account().number()).isEqualTo("+" + alice);

        assertThat(done(page.find(ID, bob))).isEmpty();
        assertThat(done(page.send(World.text(ID, "+" + bob, "hello"))).messageId())
                .isEqualTo(ID);
        story.next(
                PageEvent.MessageSent.class, sent -> sent.message().messageId().equals(ID));
        story.next(PageEvent.MessageAck.class, ack -> ack.messageId().equals(ID) && ack.level() == Event.AckLevel.SENT);
        story.next(PageEvent.MessageAck.class, ack -> ack.level() == Event.AckLevel.DELIVERED);
        world.phones.read(bob, alice);
        story.next(PageEvent.MessageAck.class, ack -> ack.level() == Event.AckLevel.READ);
        done(page.send(World.text(ID, bob, "hello")));
        assertThat(world.phones.ledger("alice", "send"))
                .as("a repeat is not sent again")
                .hasSize(1);

        world.phones.write(bob, alice, "hi");
        PageEvent.MessageReceived live = story.next(PageEvent.MessageReceived.class);
        assertThat(live.message().text()).isEqualTo("hi");
        assertThat(live.backfill()).isFalse();
        now(page.close());
        assertThat(world.phones.ledger("alice", "disconnect")).isNotEmpty();
        world.phones.write(bob, alice, "are you there?");

        Story later = new Story();
        WhatsAppPage again = world.open(world.restored("alice", 2), later);
        later.next(PageEvent.Ready.class);
        assertThat(later.kinds()).containsSubsequence("Authenticated", "Ready").doesNotContain("QrCode");
        PageEvent.MessageReceived missed = later.next(PageEvent.MessageReceived.class);
        assertThat(missed.message().text()).isEqualTo("are you there?");
        assertThat(missed.backfill()).isTrue();
        assertThat(done(again.find(ID, bob))).isPresent();
        assertThat(later.all(PageEvent.MessageReceived.class))
                .as("nothing is told twice")
                .hasSize(1);
        now(again.close());
    }

    @Test
    void refusesANumberThatIsNotOnWhatsApp() throws IOException {
        WhatsAppPage page = world.paired("carol", world.newPhone(), new Story());
        CallResult<?> result = now(page.send(World.text(ID, "+4930123456", "hello")));
        assertThat(result)
                .isInstanceOfSatisfying(
                        CallResult.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("NOT_ON_WHATSAPP"));
        now(page.close());
    }

    @Test
    void linksByACodeToo() throws IOException {
        String number = world.newPhone();
        PageRequest qr = world.fresh("dave");
        Story story = new Story();
        WhatsAppPage page = world.open(
                new PageRequest(
                        qr.session(),
                        qr.epoch(),
                        qr.worker(),
                        qr.profile(),
                        false,
                        new Command.Pairing(Command.Method.CODE, "+" + number),
                        qr.deadline()),
                story);
        PageEvent.PairingCode code = story.next(PageEvent.PairingCode.class);
        assertThat(code.expiresAt()).isAfter(Instant.now());
        world.phones.typeCode(number, code.code());
        story.next(PageEvent.Ready.class);
        story.hasNo(PageEvent.QrCode.class);
        now(page.close());
    }

    @Test
    void tellsWhenTheConnectionIsLostAndBack() throws IOException {
        Story story = new Story();
        WhatsAppPage page = world.paired("erin", world.newPhone(), story);
        world.phones.dropSocket("erin");
        story.next(PageEvent.Disconnected.class);
        story.hasAtLeast(2, PageEvent.Ready.class);
        assertThat(story.all(PageEvent.Authenticated.class)).hasSize(1);
        now(page.close());
    }

    @Test
    void logsOut() throws IOException {
        Story story = new Story();
        WhatsAppPage page = world.paired("frank", world.newPhone(), story);
        done(page.logOut());
        assertThat(story.next(PageEvent.LoggedOut.class).reason()).isEqualTo("LOGGED_OUT");
        assertThat(world.phones.ledger("frank", "unlink")).hasSize(1);
        now(page.close());
    }

    @Test
    void tellsThatThePhoneHasUnlinkedIt() throws IOException {
        String number = world.newPhone();
        Story story = new Story();
        WhatsAppPage page = world.paired("grace", number, story);
        world.phones.unlinkAll(number);
        assertThat(story.next(PageEvent.LoggedOut.class).reason()).isEqualTo("DEVICE_REMOVED");
        now(page.close());
        assertThat(story.all(PageEvent.QrCode.class)).as("no new code").hasSize(1);
    }

    @Test
    void tellsThatItWasUnlinkedWhileItWasAway() throws IOException {
        String number = world.newPhone();
        now(world.paired("heidi", number, new Story()).close());
        world.phones.unlinkAll(number);
        Story story = new Story();
        WhatsAppPage page = world.open(world.restored("heidi", 2), story);
        story.next(PageEvent.LoggedOut.class);
        now(page.close());
        assertThat(story.kinds()).doesNotContain("QrCode", "ProfileBroken", "Ready");
    }
}
