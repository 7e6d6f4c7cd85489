package io.rookery.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.simulator.SimulatorOptions.Rules;
import io.rookery.simulator.ledger.Ledger;
import io.rookery.simulator.store.StateStore;
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

class GroupsTest {

    private static final String ALICE = "491700000001";
    private static final String BOB = "491700000002";
    private static final String CAROL = "491700000003";
    private static final String DAVE = "491700000004";

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
    void fourPhones() {
        List.of(ALICE, BOB, CAROL, DAVE).forEach(number -> server.makePhone(number, null));
    }

    private FakePage linked(String session, String number) throws GeneralSecurityException {
        FakePage page = new FakePage(server).connect(session, 1);
        server.scan(number, page.qr());
        page.disconnect();
        return page.connect(session, 1);
    }

    private String group() {
        return server.makeGroup("Friends", List.of(ALICE, BOB, CAROL)).getString("id");
    }

    private static List<String> kinds(FakePage page) {
        return page.all("item").stream().map(item -> item.getString("kind")).toList();
    }

    @Test
    void aMessageToAGroup_reachesEverybodyInIt_andOnlyThem() throws GeneralSecurityException {
        String group = group();
        FakePage alice = linked("alice", ALICE);
        FakePage bob = linked("bob", BOB);
        FakePage dave = linked("dave", DAVE);

        alice.send(group, "M1", "hello");

        assertThat(bob.texts()).containsExactly("hello");
        assertThat(dave.texts()).isEmpty();
        JsonObject seen = server.phone(CAROL).messages().getJsonObject(0);
        assertThat(seen.getString("from")).isEqualTo(ALICE);
        assertThat(seen.getString("chat")).isEqualTo(group);
    }

    @Test
    void acks_riseWithTheFirstReceiver() throws GeneralSecurityException {
        String group = group();
        FakePage alice = linked("alice", ALICE);
        server.phone(BOB).online(false);
        server.phone(CAROL).online(false);
        alice.send(group, "M1", "hello");
        assertThat(alice.acks("M1")).containsExactly(1);

        server.phone(CAROL).online(true);
        assertThat(alice.acks("M1")).containsExactly(1, 2);
        assertThat(alice.last("item").getString("by")).isEqualTo(CAROL);

        server.phone(BOB).online(true);
        server.phone(BOB).read(group);
        assertThat(alice.acks("M1")).containsExactly(1, 2, 3);
    }

    @Test
    void whoIsNotInTheGroup_cannotWriteThere() throws GeneralSecurityException {
        String group = group();
        FakePage dave = linked("dave", DAVE);
        dave.send(group, "M1", "hello");

        assertThat(dave.acks("M1")).containsExactly(-1);
        assertThat(server.phone(BOB).messages()).isEmpty();
        assertThatThrownBy(() -> server.phone(DAVE).send(group, new JsonObject().put("text", "hello")))
                .isInstanceOf(Refused.class);
    }

    @Test
    void devices_hearOfAGroup_whenItIsMade_orWhenTheyAreLinked_once() throws GeneralSecurityException {
        FakePage early = linked("alice", ALICE);
        String group = group();
        FakePage late = linked("bob", BOB);

        assertThat(kinds(early)).containsExactly("group");
        assertThat(kinds(late)).containsExactly("group");
        late.disconnect();
        late.connect("bob", 2);
        assertThat(kinds(late)).containsExactly("group");
        assertThat(late.last("item").getJsonObject("group").getString("id")).isEqualTo(group);
    }

    @Test
    void aHiddenId_standsForItsNumber() throws GeneralSecurityException {
        FakePage alice = linked("alice", ALICE);
        alice.say(new JsonObject().put("t", "exists").put("rid", "1").put("number", BOB));
        String lid = alice.last("result").getString("lid") + "@lid";

        alice.send(lid, "M1", "hello");
        server.phone(ALICE).send(lid, new JsonObject().put("text", "by hand"));

        assertThat(server.phone(BOB).messages()).hasSize(2);
        assertThat(server.phone(BOB).messages().getJsonObject(0).getString("to"))
                .isEqualTo(BOB);
    }

    @Test
    void aGroup_hasParticipantsWithPhones() {
        assertThatThrownBy(() -> server.makeGroup("Friends", List.of())).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> server.makeGroup("Friends", List.of("491709999999")))
                .isInstanceOf(Refused.class);
    }

    @Test
    void groups_surviveARestart() {
        server = server(Optional.of(directory));
        fourPhones();
        String group = group();

        server = server(Optional.of(directory));

        assertThat(server.groups().getJsonObject(0).getString("id")).isEqualTo(group);
        server.phone(BOB).send(group, new JsonObject().put("text", "hello"));
        assertThat(server.phone(CAROL).messages()).hasSize(1);
    }
}
