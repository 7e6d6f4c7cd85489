package io.rookery.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.simulator.SimulatorOptions.Rules;
import io.rookery.simulator.ledger.Ledger;
import io.rookery.simulator.store.StateStore;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AmendmentsTest {

    private static final String ALICE = "491700000001";
    private static final String BOB = "491700000002";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private SimulatedServer server = server(Optional.empty());

    private static SimulatedServer server(Optional<Path> kept) {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-20T10:00:00Z"));
        Timers never = (delay, task) -> () -> {};
        return new SimulatedServer(StateStore.open(kept), Ledger.open(kept, clock), never, clock, Rules.DEFAULT);
    }

    @BeforeEach
    void twoPhones() {
        server.makePhone(ALICE, "Alice");
        server.makePhone(BOB, "Bob");
    }

    private FakePage linked(String session, String number) throws GeneralSecurityException {
        FakePage page = new FakePage(server).connect(session, 1);
        server.scan(number, page.qr());
        page.disconnect();
        return page.connect(session, 1);
    }

    private static JsonObject text(String text) {
        return new JsonObject().put("text", text);
    }

    private JsonObject seenBy(String number) {
        return server.phone(number).messages().getJsonObject(0);
    }

    private JsonObject lastEntry() {
        return server.ledger(0).getLast();
    }

    private static JsonObject amend(String action, String id, String author) {
        return new JsonObject()
                .put("t", "amend")
                .put("action", action)
                .put("id", "A-" + action)
                .put("target", id)
                .put("author", author);
    }

    @Test
    void anEdit_changesTheTextForEverybody_andIsInTheLedger() throws GeneralSecurityException {
        FakePage alice = linked("alice", ALICE);
        FakePage bob = linked("bob", BOB);
        alice.send(BOB, "M1", "helo");

        alice.say(amend("edit", "M1", ALICE).put("text", "hello"));

        assertThat(alice.acks("A-edit")).containsExactly(1);
        assertThat(seenBy(BOB).getString("text")).isEqualTo("hello");
        assertThat(seenBy(BOB).getBoolean("edited")).isTrue();
        assertThat(bob.last("item").getJsonObject("amendment").getString("text"))
                .isEqualTo("hello");
        JsonObject entry = server.ledger(0).stream()
                .filter(known -> known.getString("type").equals("edit"))
                .findFirst()
                .orElseThrow();
        assertThat(entry.getString("messageId")).isEqualTo("M1");
        assertThat(entry.getString("kind")).isEqualTo("text");
        assertThat(entry.getString("session")).isEqualTo("alice");
    }

    @Test
    void whatOthersWrote_isNotEditedOrDeleted() throws GeneralSecurityException {
        FakePage alice = linked("alice", ALICE);
        String id = server.phone(BOB).send(ALICE, text("mine")).getString("id");

        alice.say(amend("edit", id, BOB).put("text", "yours"));
        alice.say(amend("revoke", id, BOB));

        assertThat(alice.acks("A-edit")).containsExactly(-1);
        assertThat(alice.acks("A-revoke")).containsExactly(-1);
        assertThat(seenBy(ALICE).getString("text")).isEqualTo("mine");
        assertThatThrownBy(() -> server.phone(ALICE).revoke(id)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> server.phone(ALICE).edit("nothing", "x"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(404));
    }

    @Test
    void changesThatTheServerRefuses_changeNothing_untilItTakesThemAgain() throws GeneralSecurityException {
        FakePage alice = linked("alice", ALICE);
        alice.send(BOB, "M1", "hello");

        server.faults().refuseChanges(ALICE, true);
        alice.say(amend("edit", "M1", ALICE).put("text", "better"));
        alice.say(amend("revoke", "M1", ALICE));
        assertThat(alice.acks("A-edit")).containsExactly(-1);
        assertThat(alice.acks("A-revoke")).containsExactly(-1);
        assertThat(seenBy(BOB).getString("text")).isEqualTo("hello");
        assertThat(lastEntry().getString("type")).isEqualTo("change-refused");
        assertThat(lastEntry().getString("messageId")).isEqualTo("M1");

        server.faults().refuseChanges(ALICE, false);
        alice.say(amend("edit", "M1", ALICE).put("text", "better"));
        assertThat(alice.acks("A-edit")).containsExactly(-1, 1);
        assertThat(seenBy(BOB).getString("text")).isEqualTo("better");
    }

    @Test
    void aRevokedMessage_hasNothingLeft_andMayBeRevokedAgain() throws GeneralSecurityException {
        FakePage alice = linked("alice", ALICE);
        alice.send(BOB, "M1", "hello");

        alice.say(amend("revoke", "M1", ALICE));
        alice.say(amend("revoke", "M1", ALICE));

        assertThat(alice.acks("A-revoke")).containsExactly(1, 1);
        assertThat(seenBy(BOB).getString("text")).isEmpty();
        assertThat(seenBy(BOB).getBoolean("revoked")).isTrue();
        assertThat(server.ledger(0).stream()
                        .filter(entry -> entry.getString("type").equals("revoke")))
                .hasSize(1);
        assertThatThrownBy(() -> server.phone(BOB).react("M1", "👍")).hasMessageContaining("deleted");
    }

    @Test
    void aPersonHasOneReaction_theNewest() {
        String id = server.phone(BOB).send(ALICE, text("hello")).getString("id");
        server.phone(ALICE).react(id, "👍");
        server.phone(ALICE).react(id, "❤️");
        server.phone(BOB).react(id, "😀");

        assertThat(seenBy(BOB).getJsonArray("reactions"))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject().put("from", ALICE).put("emoji", "❤️"))
                        .add(new JsonObject().put("from", BOB).put("emoji", "😀")));
        assertThat(lastEntry().getString("emoji")).isEqualTo("😀");

        server.phone(ALICE).react(id, "");
        assertThat(seenBy(ALICE).getJsonArray("reactions")).hasSize(1);
    }

    @Test
    void whoIsAway_findsTheEditBehindTheMessage() throws GeneralSecurityException {
        FakePage alice = linked("alice", ALICE);
        alice.disconnect();
        String id = server.phone(BOB).send(ALICE, text("helo")).getString("id");
        server.phone(BOB).edit(id, "hello");
        alice.frames.clear();

        alice.connect("alice", 2);

        assertThat(alice.all("item").stream().map(item -> item.getString("kind")))
                .containsExactly("message", "amendment");
    }

    @Test
    void aReply_carriesWhatItQuotes() throws GeneralSecurityException {
        FakePage alice = linked("alice", ALICE);
        String id = server.phone(BOB).send(ALICE, text("hello")).getString("id");
        server.phone(ALICE).send(BOB, text("again").put("replyTo", id));

        JsonObject quoted = alice.all("item").stream()
                .filter(item -> item.getString("kind").equals("message"))
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .getJsonObject("message")
                .getJsonObject("quoted");
        assertThat(quoted.getString("id")).isEqualTo(id);
        assertThat(quoted.getString("author")).isEqualTo(BOB);
        assertThat(quoted.getString("text")).isEqualTo("hello");
    }

    @Test
    void amendments_surviveARestart() {
        server = server(Optional.of(directory));
        twoPhones();
        String id = server.phone(BOB).send(ALICE, text("hello")).getString("id");
        server.phone(ALICE).react(id, "👍");

        server = server(Optional.of(directory));

        assertThat(seenBy(BOB).getJsonArray("reactions")).hasSize(1);
        assertThat(List.of(seenBy(BOB).getString("kind"), seenBy(BOB).getString("chat")))
                .containsExactly("text", ALICE);
    }
}
