package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.events.Command;
import io.rookery.events.Command.OnConflict;
import io.rookery.events.Event;
import io.rookery.events.OutcomeStatus;
import io.rookery.systest.check.Checker;
import io.rookery.systest.world.Api;
import io.rookery.systest.world.Api.Answer;
import io.rookery.systest.world.EventTape;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One session per user, also where two are started at once, in a real cluster. */
@ExtendWith(SharedWorld.class)
class UsersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String USER = "user/of-the-users-it";
    private static final String SESSIONS = "/v1/users/user%2Fof-the-users-it/sessions";

    private final World world;
    private final EventTape tape;
    private final Api api;

    UsersIT(World world) {
        this.world = world;
        this.tape = world.tape();
        this.api = world.api();
    }

    @Test
    void ofTwoStartsAtOnce_oneIsRefused_anotherOneReplacesWhatThereIs_andAllAreDestroyedTogether() {
        world.onlyWorker();
        List<String> two = List.of("users-a", "users-b");
        assertThat(world.writer().home("users-a"))
                .as("partitions")
                .isNotEqualTo(world.writer().home("users-b"));
        for (String session : two) world.writer().write(session, "start-" + session, start(null));
        List<Event.Outcome> outcomes = two.stream()
                .map(session -> tape.awaitOutcome(session, "start-" + session))
                .toList();
        assertThat(outcomes)
                .extracting(Event.Outcome::status)
                .containsExactlyInAnyOrder(OutcomeStatus.SUCCEEDED, OutcomeStatus.REJECTED);
        boolean firstWon = outcomes.getFirst().status() == OutcomeStatus.SUCCEEDED;
        String winner = two.get(firstWon ? 0 : 1);
        String loser = two.get(firstWon ? 1 : 0);
        Event.Outcome refused = outcomes.get(firstWon ? 1 : 0);
        assertThat(refused.code()).isEqualTo("USER_HAS_SESSION");
        assertThat(refused.result()).containsEntry("sessionId", winner);
        assertThat(api.get("/v1/sessions/" + loser).status()).isEqualTo(404);
        assertThat(ids(api.get(SESSIONS))).containsExactly(winner);

        Answer conflict = api.post("/v1/sessions", "{\"sessionId\":\"users-c\",\"userId\":\"" + USER + "\"}");
        assertThat(conflict.status()).as(conflict.toString()).isEqualTo(409);
        assertThat(conflict.text("sessionId")).isEqualTo(winner);

        world.writer().write("users-c", "start-users-c", start(OnConflict.REPLACE));
        assertThat(tape.awaitOutcome("users-c", "start-users-c").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        await().atMost(PATIENCE).until(() -> api.get("/v1/sessions/" + winner).status() == 404);
        assertThat(ids(api.get(SESSIONS))).containsExactly("users-c");

        Answer destroyed = api.call("DELETE", SESSIONS, "", Map.of("Prefer", "wait=30"));
        assertThat(destroyed.status()).as(destroyed.toString()).isEqualTo(200);
        assertThat(destroyed.text("commands/0/outcome/status")).isEqualTo("succeeded");
        await().atMost(PATIENCE).until(() -> ids(api.get(SESSIONS)).isEmpty());
        world.awaitAnswers(PATIENCE);
        assertThat(new Checker(1).violations(world.evidence())).isEmpty();
    }

    private static Command.Start start(@Nullable OnConflict onConflict) {
        return new Command.Start(null, null, null, null, USER, null, null, onConflict);
    }

    private static List<String> ids(Answer sessions) {
        assertThat(sessions.status()).as(sessions.toString()).isEqualTo(200);
        return sessions.json()
                .path("sessions")
                .valueStream()
                .map(it -> it.path("sessionId").asString(""))
                .toList();
    }
}
