package io.rookery.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.simulator.SimulatorOptions.Rules;
import io.rookery.simulator.ledger.Ledger;
import io.rookery.simulator.store.StateStore;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private static final String ALICE = "491700000001";
    private static final String BOB = "491700000002";
    private static final String CAROL = "491700000003";
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String TIME_LOCK_QUERY = "23983697327930364";
    private static final String CAPPING_QUERY = "24503548349331633";

    private record Timer(Duration delay, Runnable task) {}

    private final List<Timer> timers = new ArrayList<>();
    private final SimulatedServer server = server();

    private SimulatedServer server() {
        InstantSource clock = InstantSource.fixed(NOW);
        Timers later = (delay, task) -> {
            Timer timer = new Timer(delay, task);
            timers.add(timer);
            return () -> timers.remove(timer);
        };
        return new SimulatedServer(
                StateStore.open(Optional.empty()), Ledger.open(Optional.empty(), clock), later, clock, Rules.DEFAULT);
    }

    @BeforeEach
    void threePhones() {
        server.makePhone(ALICE, "Alice");
        server.makePhone(BOB, "Bob", "iphone");
        server.makePhone(CAROL, "Carol");
    }

    private FakePage linked(String number) throws GeneralSecurityException {
        FakePage page = new FakePage(server).connect("one", 1);
        server.scan(number, page.qr());
        page.disconnect();
        return page.connect("one", 1);
    }

    private List<String> ledger() {
        return server.ledger(0).stream().map(entry -> entry.getString("type")).toList();
    }

    private JsonObject lastEntry(String type) {
        return server.ledger(0).stream()
                .filter(entry -> entry.getString("type").equals(type))
                .toList()
                .getLast();
    }

    /** Runs the timers that were set for this delay. */
    private void pass(Duration delay) {
        List<Timer> due =
                timers.stream().filter(timer -> timer.delay().equals(delay)).toList();
        assertThat(due).isNotEmpty();
        timers.removeAll(due);
        due.forEach(timer -> timer.task().run());
    }

    private void writes(String from, String to, String text) {
        server.phone(from).send(to, new JsonObject().put("text", text));
    }

    private JsonArray messagesOf(String number) {
        return server.phone(number).messages();
    }

    private JsonObject query(FakePage page, String id, String field) {
        page.say(new JsonObject().put("t", "query").put("rid", "q").put("id", id));
        return page.last("result").getJsonObject("data").getJsonObject(field);
    }

    @Test
    void restartRequired_endsTheConnection_andKeepsTheDeviceLinked() throws GeneralSecurityException {
        FakePage page = linked(ALICE);

        assertThat(server.faults().restartRequired(ALICE, null)).isEqualTo(1);

        assertThat(page.last("restart").getInteger("code")).isEqualTo(515);
        assertThat(ledger()).endsWith("fault", "disconnect");
        page.connect("one", 2);
        assertThat(page.all("login-ok")).hasSize(2);
    }

    @Test
    void aDeafPage_hearsAndSaysNothing_andIsReplacedWithoutNoticing() throws GeneralSecurityException {
        FakePage page = linked(ALICE);
        server.faults().deafPage(null, "one");
        page.frames.clear();

        page.send(BOB, "M1", "hello");
        writes(BOB, ALICE, "anybody there?");
        assertThat(page.frames).isEmpty();
        assertThat(messagesOf(BOB)).hasSize(1);

        page.connect("one", 2);
        assertThat(page.all("conflict")).isEmpty();
        assertThat(page.texts()).containsExactly("anybody there?");
        assertThat(ledger()).containsSubsequence("conflict", "login");
    }

    @Test
    void aDeafPage_isWokenWhereItsSocketIsCut() throws GeneralSecurityException {
        linked(ALICE);
        server.faults().deafPage(ALICE, null);

        assertThat(server.faults().dropSocket(ALICE, null)).isEqualTo(1);

        assertThat(ledger()).endsWith("disconnect");
    }

    @Test
    void aDialogThatNobodyAnswers_costsTheLink() throws GeneralSecurityException {
        FakePage page = linked(ALICE);
        server.faults().onboardingDialog(ALICE, MINUTE);
        assertThat(page.all("whats-new")).hasSize(1);

        pass(MINUTE);

        assertThat(page.last("logout").getString("reason")).isEqualTo("onboarding-dialog");
        assertThat(server.devices(ALICE)).isEmpty();
    }

    @Test
    void anAnsweredDialog_isGone_andAnUnansweredOneComesBack() throws GeneralSecurityException {
        server.faults().onboardingDialog(ALICE, MINUTE);
        FakePage page = linked(ALICE);
        page.disconnect();
        page.connect("one", 2);
        assertThat(page.all("whats-new")).hasSize(2);

        page.say(new JsonObject().put("t", "dialog-dismissed"));
        page.disconnect();
        page.connect("one", 3);

        assertThat(page.all("whats-new")).hasSize(2);
        assertThat(ledger()).containsOnlyOnce("dialog", "dialog-dismissed");
        assertThat(timers).noneMatch(timer -> timer.delay().equals(MINUTE));
    }

    @Test
    void aLockedAccount_isLoggedOut_andLinksNothing() throws GeneralSecurityException {
        FakePage page = linked(ALICE);
        server.faults().ban(ALICE, "locked", MINUTE, 101);

        assertThat(page.last("failure").getInteger("reason")).isEqualTo(403);
        assertThat(server.devices(ALICE)).isEmpty();
        FakePage other = new FakePage(server).connect("two", 1);
        assertThatThrownBy(() -> server.scan(ALICE, other.qr())).hasMessageContaining("banned");

        server.faults().ban(ALICE, "none", MINUTE, 101);
        server.scan(ALICE, other.qr());
    }

    @Test
    void aBanOfADeviceThatIsAway_meetsItAtItsLogin() throws GeneralSecurityException {
        FakePage page = linked(ALICE);
        page.disconnect();
        server.faults().ban(ALICE, "banned", MINUTE, 101);

        page.connect("one", 2);

        assertThat(page.last("failure").getInteger("reason")).isEqualTo(406);
        assertThat(ledger()).endsWith("login-failed", "unlink", "disconnect");
        assertThat(lastEntry("login-failed").getString("reason")).isEqualTo("banned");
    }

    @Test
    void aTemporaryBan_refusesUntilItsTimeIsOver_andUnlinksNothing() throws GeneralSecurityException {
        FakePage page = linked(ALICE);
        server.faults().ban(ALICE, "temporary", MINUTE, 102);
        assertThat(page.last("failure"))
                .isEqualTo(new JsonObject()
                        .put("t", "failure")
                        .put("reason", 402)
                        .put("code", 102)
                        .put("expire", 60));
        page.connect("one", 2);
        assertThat(page.all("login-ok")).hasSize(1);

        pass(MINUTE);
        page.connect("one", 3);
        assertThat(page.all("login-ok")).hasSize(2);
    }

    @Test
    void aTimeLock_refusesNewChats_andNotThoseThereAre() throws GeneralSecurityException {
        writes(BOB, ALICE, "hello");
        FakePage page = linked(ALICE);
        server.faults().timeLock(ALICE, MINUTE, "BIZ_QUALITY");

        page.send(BOB, "M1", "an answer");
        page.send(CAROL, "M2", "out of the blue");

        assertThat(page.acks("M1")).containsExactly(1, 2);
        assertThat(page.acks("M2")).containsExactly(-1);
        assertThat(page.last("ack").getInteger("error")).isEqualTo(463);
        assertThat(messagesOf(CAROL)).isEmpty();
        assertThat(query(page, TIME_LOCK_QUERY, "xwa2_fetch_account_reachout_timelock"))
                .isEqualTo(new JsonObject()
                        .put("is_active", true)
                        .put("time_enforcement_ends", Long.toString(NOW.getEpochSecond() + 60))
                        .put("enforcement_type", "BIZ_QUALITY"));

        pass(MINUTE);
        assertThat(page.all("limits")).hasSize(2);
        page.send(CAROL, "M3", "again");
        assertThat(page.acks("M3")).containsExactly(1, 2);
    }

    @Test
    void aHiddenId_isTheSameChatAsItsNumber() throws GeneralSecurityException {
        FakePage page = linked(ALICE);
        server.faults().capping(ALICE, 1, 0, MINUTE);
        page.send(BOB, "M1", "the only new chat");

        page.send(hiddenId(BOB), "M2", "the same chat");
        page.send(hiddenId(CAROL), "M3", "another chat");

        assertThat(page.acks("M2")).containsExactly(1, 2);
        assertThat(page.acks("M3")).containsExactly(-1);
        assertThat(page.last("ack").getString("to")).isEqualTo(CAROL);
        assertThat(lastEntry("send-refused").getString("to")).isEqualTo(CAROL);
        assertThat(messagesOf(CAROL)).isEmpty();
    }

    private String hiddenId(String number) {
        return server.phones().stream()
                .map(JsonObject.class::cast)
                .filter(phone -> phone.getString("number").equals(number))
                .map(phone -> phone.getString("lid") + "@lid")
                .findFirst()
                .orElseThrow();
    }

    @Test
    void groups_areNotLimited_andMakeNoChatWithTheirMembers() throws GeneralSecurityException {
        String group = server.makeGroup("Friends", List.of(ALICE, BOB)).getString("id");
        FakePage page = linked(ALICE);
        server.faults().timeLock(ALICE, MINUTE, "BIZ_QUALITY");
        writes(BOB, group, "hello");

        page.send(group, "M1", "an answer to all");
        page.send(BOB, "M2", "an answer to him");

        assertThat(page.acks("M1")).containsExactly(1, 2);
        assertThat(page.acks("M2")).containsExactly(-1);
    }

    @Test
    void unlinkingAll_isInTheLedger_andAnUnknownNumberIsRefused() throws GeneralSecurityException {
        linked(ALICE);

        assertThat(server.faults().unlinkAll(ALICE)).isEqualTo(1);

        assertThat(server.devices(ALICE)).isEmpty();
        assertThat(ledger()).endsWith("fault", "unlink", "disconnect");
        assertThatThrownBy(() -> server.faults().unlinkAll("491700000009")).hasMessageContaining("No phone");
        assertThatThrownBy(() -> server.faults().delayAcks("491700000009", MINUTE))
                .hasMessageContaining("No phone");
    }

    @Test
    void capping_countsNewChats_andRefusesThemWhenTheQuotaIsUsed() throws GeneralSecurityException {
        FakePage page = linked(ALICE);
        server.faults().capping(ALICE, 1, 0, MINUTE);

        page.send(BOB, "M1", "one");
        page.send(BOB, "M2", "the same chat");
        page.send(CAROL, "M3", "another chat");

        assertThat(page.acks("M2")).containsExactly(1, 2);
        assertThat(page.acks("M3")).containsExactly(-1);
        JsonObject info = query(page, CAPPING_QUERY, "xwa2_message_capping_info");
        assertThat(info.getInteger("used_quota")).isEqualTo(1);
        assertThat(info.getInteger("total_quota")).isEqualTo(1);
        assertThat(info.getString("capping_status")).isEqualTo("CAPPED");

        server.faults().capping(ALICE, 0, 0, MINUTE);
        page.send(CAROL, "M4", "free again");
        assertThat(page.acks("M4")).containsExactly(1, 2);
    }

    @Test
    void aSlowLogin_takesItsTime() throws GeneralSecurityException {
        FakePage page = linked(ALICE);
        page.disconnect();
        server.faults().slowLogin(ALICE, MINUTE);

        page.connect("one", 2);
        assertThat(page.all("login-ok")).hasSize(1);

        pass(MINUTE);
        assertThat(page.all("login-ok")).hasSize(2);
    }

    @Test
    void aQueryThatFails_isAnError_andNotANo() throws GeneralSecurityException {
        FakePage page = linked(ALICE);
        JsonObject question =
                new JsonObject().put("t", "exists").put("rid", "1").put("number", BOB);
        server.faults().queryFails(null, MINUTE);
        page.say(question);
        assertThat(page.last("result").getInteger("error")).isEqualTo(500);
        assertThat(page.last("result").containsKey("exists")).isFalse();

        pass(MINUTE);
        page.say(question);
        assertThat(page.last("result").getBoolean("exists")).isTrue();
    }

    @Test
    void refusedAndDroppedMessages_reachNobody() throws GeneralSecurityException {
        FakePage page = linked(ALICE);
        server.faults().refuseAcks(ALICE, 479);
        page.send(BOB, "M1", "refused");
        server.faults().refuseAcks(ALICE, null);
        server.faults().dropMessages(ALICE, true);
        page.send(BOB, "M2", "lost");
        server.faults().dropMessages(ALICE, false);

        assertThat(page.acks("M1")).containsExactly(-1);
        assertThat(page.acks("M2")).isEmpty();
        assertThat(messagesOf(BOB)).isEmpty();
        assertThat(ledger()).containsSubsequence("send-refused", "send-dropped").doesNotContain("send");

        page.send(BOB, "M2", "lost");
        assertThat(page.acks("M2")).containsExactly(1, 2);
    }

    @Test
    void aPageThatIsTooOld_isRefused_andStaysLinked() throws GeneralSecurityException {
        FakePage page = linked(ALICE);
        page.disconnect();
        server.faults().minimumVersion("2.3000.1000000010");

        page.wishing(version("2.3000.1000000009")).connect("one", 2);
        assertThat(page.last("failure").getInteger("reason")).isEqualTo(405);
        assertThat(server.devices(ALICE)).hasSize(1);

        page.wishing(version("2.3000.1000000010")).connect("one", 3);
        assertThat(page.all("login-ok")).hasSize(2);
    }

    private static PageConnection.Wishes version(String version) {
        return new PageConnection.Wishes(Optional.empty(), Optional.empty(), Optional.empty(), version);
    }

    @Test
    void references_liveAsLongAsThePageWishes_andOtherwiseAMinuteAndThenTwentySeconds()
            throws GeneralSecurityException {
        FakePage page = new FakePage(server).connect("one", 1);
        assertThat(page.last("ref").getLong("ttl")).isEqualTo(60_000);
        pass(MINUTE);
        for (int i = 0; i < 5; i++) {
            assertThat(page.last("ref").getLong("ttl")).isEqualTo(20_000);
            pass(Duration.ofSeconds(20));
        }
        assertThat(page.all("ref")).hasSize(6);
        assertThat(page.all("ref-idle")).hasSize(1);
        page.say(new JsonObject().put("t", "refresh-ref"));
        assertThat(page.last("ref").getLong("ttl")).isEqualTo(60_000);

        FakePage quick = new FakePage(server)
                .wishing(new PageConnection.Wishes(
                        Optional.of(Duration.ofMillis(900)),
                        Optional.of(Duration.ofMillis(300)),
                        Optional.empty(),
                        null))
                .connect("two", 1);
        assertThat(quick.last("ref").getLong("ttl")).isEqualTo(900);
        pass(Duration.ofMillis(900));
        assertThat(quick.last("ref").getLong("ttl")).isEqualTo(300);
    }

    @Test
    void aPairingCode_expires_andMayBeDeclined() throws GeneralSecurityException {
        FakePage page = new FakePage(server).connect("one", 1);
        String first = code(page);
        assertThatThrownBy(() -> server.enterCode(ALICE, "AAAAAAAA")).hasMessageContaining("not known");
        pass(Duration.ofMinutes(3));
        assertThat(page.last("link-code-event").getString("event")).isEqualTo("refresh_alt_linking_code");
        assertThatThrownBy(() -> server.enterCode(ALICE, first)).hasMessageContaining("expired");

        String second = code(page);
        server.declineCode(ALICE, second);
        assertThat(page.last("link-code-event").getString("event")).isEqualTo("error_alt_linking");
        assertThatThrownBy(() -> server.enterCode(ALICE, second)).hasMessageContaining("not known");

        server.enterCode(ALICE, code(page));
        assertThat(ledger()).contains("pairing-declined", "link");
    }

    private static String code(FakePage page) {
        page.say(new JsonObject()
                .put("t", "link-code")
                .put("rid", "1")
                .put("phone", ALICE)
                .put("advSecret", "c2VjcmV0"));
        return page.last("result").getString("code");
    }

    @Test
    void aLoginTellsThePlatformOfThePhone() throws GeneralSecurityException {
        assertThat(linked(BOB).last("login-ok").getString("platform")).isEqualTo("iphone");
        assertThatThrownBy(() -> server.makePhone("491700000009", "Dora", "fridge"))
                .hasMessageContaining("platform");
    }
}
