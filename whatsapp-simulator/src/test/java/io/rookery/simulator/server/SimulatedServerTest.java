package io.rookery.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.simulator.SimulatorOptions.Rules;
import io.rookery.simulator.ledger.Ledger;
import io.rookery.simulator.store.StateStore;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedServerTest {

    private static final String ALICE = "491700000001";
    private static final String BOB = "491700000002";
    private static final Rules RULES =
            new Rules(Duration.ofSeconds(60), Duration.ofSeconds(20), 3, 3, Duration.ofMinutes(3));

    private final List<Runnable> timers = new ArrayList<>();
    private SimulatedServer server = server(Optional.empty());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private SimulatedServer server(Optional<Path> kept) {
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-20T10:00:00Z"));
        Timers later = (delay, task) -> {
            timers.add(task);
            return () -> timers.remove(task);
        };
        return new SimulatedServer(StateStore.open(kept), Ledger.open(kept, clock), later, clock, RULES);
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

    private List<String> ledger() {
        return server.ledger(0).stream().map(entry -> entry.getString("type")).toList();
    }

    private void runTimers() {
        List<Runnable> due = List.copyOf(timers);
        timers.clear();
        due.forEach(Runnable::run);
    }

    @Test
    void aScannedPage_isLinked_andLogsInWithItsKey() throws GeneralSecurityException {
        FakePage page = linked("alice", ALICE);

        assertThat(page.last("login-ok").getString("number")).isEqualTo(ALICE);
        assertThat(ledger()).containsExactly("connect", "qr", "link", "disconnect", "connect", "login");
    }

    @Test
    void theLedger_countsWithoutGaps_andKnowsWhoThePageClaimsToBe() throws GeneralSecurityException {
        linked("alice", ALICE);

        assertThat(server.ledger(0).stream().map(entry -> entry.getLong("seq")))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        JsonObject login = server.ledger(5).getFirst();
        assertThat(login.getString("session")).isEqualTo("alice");
        assertThat(login.getString("epoch")).isEqualTo("1");
        assertThat(login.getString("worker")).isEqualTo("w1");
        assertThat(login.getString("account")).isEqualTo(ALICE);
    }

    @Test
    void aCodeOfAnotherKey_isRefused() throws GeneralSecurityException {
        FakePage page = new FakePage(server).connect("alice", 1);
        FakePage thief = new FakePage(server).connect("thief", 1);
        String mixed = page.qr().split(",")[0] + thief.qr().substring(thief.qr().indexOf(','));

        assertThatThrownBy(() -> server.scan(ALICE, mixed)).isInstanceOf(Refused.class);
    }

    @Test
    void references_change_untilThePageHasToAskAgain() throws GeneralSecurityException {
        FakePage page = new FakePage(server).connect("alice", 1);
        String first = page.qr();
        runTimers();
        assertThat(page.qr()).isNotEqualTo(first);
        assertThatThrownBy(() -> server.scan(ALICE, first)).hasMessageContaining("expired");

        runTimers();
        runTimers();
        assertThat(page.all("ref-idle")).hasSize(1);

        page.say(new JsonObject().put("t", "refresh-ref"));
        server.scan(ALICE, page.qr());
        assertThat(ledger()).contains("link");
    }

    @Test
    void aPairingCode_linksOnlyTheNumberItWasMadeFor() throws GeneralSecurityException {
        FakePage page = new FakePage(server).connect("alice", 1);
        page.say(new JsonObject()
                .put("t", "link-code")
                .put("rid", "1")
                .put("phone", ALICE)
                .put("advSecret", "c2VjcmV0"));
        String code = page.last("result").getString("code");

        assertThatThrownBy(() -> server.enterCode(BOB, code)).isInstanceOf(Refused.class);
        server.enterCode(ALICE, code.substring(0, 4) + "-" + code.substring(4));

        page.disconnect();
        assertThat(page.connect("alice", 1).all("login-ok")).hasSize(1);
    }

    @Test
    void aProfileThatLostAValue_failsToLogIn_andIsUnlinkedAfterTooManyAttempts() throws GeneralSecurityException {
        FakePage page = linked("alice", ALICE).losesItsSecret();
        page.disconnect();

        page.connect("alice", 2);
        assertThat(page.last("login-failed").getBoolean("unlinked")).isFalse();
        page.connect("alice", 2);
        page.connect("alice", 2);

        assertThat(page.last("login-failed").getBoolean("unlinked")).isTrue();
        assertThat(server.devices(ALICE)).isEmpty();
        assertThat(ledger()).endsWith("login-failed", "unlink", "disconnect");
    }

    @Test
    void theNewestConnectionWins() throws GeneralSecurityException {
        FakePage page = linked("alice", ALICE);
        page.connect("alice", 2);

        assertThat(page.all("conflict")).hasSize(1);
        assertThat(ledger()).containsSubsequence("login", "conflict", "login");
        assertThat(server.devices(ALICE).getJsonObject(0).getBoolean("online")).isTrue();
    }

    @Test
    void whatADeviceHasNotAcknowledged_isBroughtAgain_andNothingElse() throws GeneralSecurityException {
        FakePage page = linked("alice", ALICE);
        server.phone(BOB).send(ALICE, new JsonObject().put("text", "one"));
        page.acknowledgesNothing();
        server.phone(BOB).send(ALICE, new JsonObject().put("text", "two"));
        page.disconnect();
        server.phone(BOB).send(ALICE, new JsonObject().put("text", "three"));
        page.frames.clear();

        page.connect("alice", 2);

        assertThat(page.texts()).containsExactly("two", "three");
        assertThat(page.last("offline-done").getInteger("count")).isEqualTo(2);
    }

    @Test
    void acks_riseFromSentOverDeliveredToRead() throws GeneralSecurityException {
        FakePage page = linked("alice", ALICE);
        server.phone(BOB).online(false);
        page.send(BOB, "M1", "hello");
        assertThat(page.acks("M1")).containsExactly(1);

        server.phone(BOB).online(true);
        assertThat(page.acks("M1")).containsExactly(1, 2);

        assertThat(server.phone(BOB).messages().getJsonObject(0).getInteger("ack"))
                .isEqualTo(2);

        server.phone(BOB).read(ALICE);
        assertThat(page.acks("M1")).containsExactly(1, 2, 3);
        assertThat(server.phone(BOB).messages().getJsonObject(0).getInteger("ack"))
                .isEqualTo(3);
    }

    @Test
    void aRepeatedId_isShownOnce_andItsReceiptComesAgain() throws GeneralSecurityException {
        FakePage page = linked("alice", ALICE);
        page.send(BOB, "M1", "hello");
        page.frames.clear();
        page.send(BOB, "M1", "hello");

        assertThat(server.phone(BOB).messages()).hasSize(1);
        assertThat(ledger()).contains("duplicate");
        assertThat(page.acks("M1")).containsExactly(1, 2);
    }

    @Test
    void delayedAcks_holdBackTheAnswer_notTheMessage() throws GeneralSecurityException {
        FakePage page = linked("alice", ALICE);
        server.faults().delayAcks(ALICE, Duration.ofSeconds(5));
        page.send(BOB, "M1", "hello");
        assertThat(server.phone(BOB).messages()).hasSize(1);
        assertThat(page.acks("M1")).isEmpty();

        runTimers();
        assertThat(page.acks("M1")).containsExactly(1, 2);
    }

    @Test
    void sessionsWriteToEachOther_andTheOwnPhoneAndDevicesSeeWhatWasSent() throws GeneralSecurityException {
        FakePage alice = linked("alice", ALICE);
        FakePage alicesOther = linked("alice-too", ALICE);
        FakePage bob = linked("bob", BOB);

        alice.send(BOB, "M1", "hello");

        assertThat(bob.texts()).containsExactly("hello");
        assertThat(alicesOther.texts()).containsExactly("hello");
        assertThat(alice.texts()).isEmpty();
        assertThat(server.phone(ALICE).messages().getJsonObject(0).getBoolean("fromMe"))
                .isTrue();
    }

    @Test
    void aNumberThatIsNotOnWhatsApp_isNotFound_andMessagesToItFail() throws GeneralSecurityException {
        FakePage page = linked("alice", ALICE);
        page.say(new JsonObject().put("t", "exists").put("rid", "1").put("number", "491709999999"));
        assertThat(page.last("result").getBoolean("exists")).isFalse();

        page.send("491709999999", "M1", "hello");
        assertThat(page.acks("M1")).containsExactly(-1);
    }

    @Test
    void anUnlinkedDevice_isToldSo_andMayNotComeBack() throws GeneralSecurityException {
        FakePage page = linked("alice", ALICE);
        server.unlink(ALICE, page.device());
        assertThat(page.all("logout")).hasSize(1);

        page.connect("alice", 2);
        assertThat(page.last("login-failed").getBoolean("unlinked")).isTrue();
    }

    @Test
    void aCutSocket_isInTheLedger_andTheDeviceStaysLinked() throws GeneralSecurityException {
        linked("alice", ALICE);
        linked("bob", BOB);

        assertThat(server.faults().dropSocket(null, "alice")).isEqualTo(1);
        assertThat(ledger()).endsWith("fault", "disconnect");
        assertThat(server.devices(ALICE).getJsonObject(0).getBoolean("online")).isFalse();
        assertThat(server.devices(BOB).getJsonObject(0).getBoolean("online")).isTrue();
    }

    @Test
    void aDeviceOfAnOlderState_getsTheMessageWhenTheSenderHasEncryptedItAgain() throws GeneralSecurityException {
        server.faults().ratchets(Optional.of(Duration.ofSeconds(2)));
        FakePage page = linked("alice", ALICE);
        page.send(BOB, "M1", "turns the ratchet");
        page.acknowledgesNothing();
        server.phone(BOB).send(ALICE, new JsonObject().put("text", "for a later state"));
        JsonObject item = page.last("item");
        assertThat(item.getJsonObject("message").getInteger("turn")).isEqualTo(1);

        server.phone(BOB).online(false);
        page.say(new JsonObject()
                .put("t", "retry")
                .put("seq", item.getLong("seq"))
                .put("turn", 0));
        runTimers();
        assertThat(page.last("item")).isEqualTo(item); // nobody is there to encrypt it again

        server.phone(BOB).online(true);
        assertThat(page.last("item").getJsonObject("message").getInteger("turn"))
                .isZero();
        assertThat(ledger()).contains("retry");
    }

    @Test
    void everythingSurvivesARestart() throws GeneralSecurityException {
        server = server(Optional.of(directory));
        twoPhones();
        FakePage page = linked("alice", ALICE);
        page.disconnect();
        server.phone(BOB).send(ALICE, new JsonObject().put("text", "while away"));
        long entries = server.ledger(0).size();

        server = server(Optional.of(directory));

        assertThat(server.ledger(0)).hasSize((int) entries);
        assertThat(server.phone(ALICE).messages().getJsonObject(0).getString("text"))
                .isEqualTo("while away");
        assertThat(server.devices(ALICE).getJsonObject(0).getInteger("waiting")).isEqualTo(1);
        assertThat(server.devices(ALICE).getJsonObject(0).getString("deviceId")).isEqualTo(page.device());
    }
}
