package io.rookery.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Delivery.Partition ONE = new Delivery.Partition("t", 1);
    private static final Delivery.Partition TWO = new Delivery.Partition("t", 2);
    private static final Verdict DELIVERED = new Verdict.Delivered();
    private static final Verdict AGAIN = new Verdict.Again(Duration.ofSeconds(10), null);
    private static final Breaker.Settings BREAKER =
            new Breaker.Settings(3, Duration.ofSeconds(30), Duration.ofMinutes(5));
    private final Schedule schedule = new Schedule(2, BREAKER);
    private Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private long offset;
    private final List<Schedule.Attempt> running = new ArrayList<>();

    @Test
    void aSessionsEventsGoOneAfterTheOther() {
        add("alice", ONE);
        add("alice", ONE);
        Schedule.Attempt first = only(schedule.due(now));
        assertThat(schedule.due(now)).isEmpty();
        assertThat(schedule.settle(first, DELIVERED, now)).isEqualTo(Schedule.Settled.DONE);
        assertThat(only(schedule.due(now)).delivery().offset()).isEqualTo(2);
    }

    @Test
    void severalSessionsAreServedAtOnce_butNotMoreThanMayBe() {
        for (String session : List.of("a", "b", "c")) add(session, ONE);
        assertThat(schedule.due(now)).hasSize(2);
        assertThat(schedule.wakeAt()).isEmpty();
    }

    @Test
    void aBusySessionDoesNotKeepTheOthersWaiting() {
        for (int event = 0; event < 3; event++) add("busy", ONE);
        add("b", ONE);
        add("c", ONE);
        List<Schedule.Attempt> first = schedule.due(now);
        schedule.settle(first.getFirst(), DELIVERED, now);
        assertThat(only(schedule.due(now)).delivery().session()).isEqualTo(new SessionId("c"));
    }

    @Test
    void anEventThatFailsHoldsUpItsOwnSessionOnly_andComesAgainAfterItsPause() {
        add("alice", ONE);
        add("alice", ONE);
        add("bob", ONE);
        List<Schedule.Attempt> both = schedule.due(now);
        assertThat(schedule.settle(both.getFirst(), AGAIN, now)).isEqualTo(Schedule.Settled.WAITS);
        schedule.settle(both.getLast(), DELIVERED, now);
        assertThat(schedule.due(now)).isEmpty();
        assertThat(schedule.wakeAt()).contains(now.plusSeconds(10));
        now = now.plusSeconds(10);
        Schedule.Attempt again = only(schedule.due(now));
        assertThat(again.delivery().offset()).isEqualTo(1);
        assertThat(again.number()).isEqualTo(2);
    }

    @Test
    void attemptsOfAnEarlierGatewayCount() {
        schedule.add(delivery("alice", ONE), new Earlier(3, now.plusSeconds(5)));
        assertThat(schedule.due(now)).isEmpty();
        assertThat(schedule.tried(ONE)).containsEntry(1L, new Earlier(3, now.plusSeconds(5)));
        assertThat(only(schedule.due(now.plusSeconds(5))).number()).isEqualTo(4);
    }

    @Test
    void anEndpointThatFailsIsLeftInPeace_thenAskedOnce() {
        for (String session : List.of("a", "b", "c", "d")) add(session, ONE);
        for (int failure = 0; failure < 3; failure++) schedule.settle(next(), AGAIN, now);
        // One was under way when it opened.
        settleAll(AGAIN);
        assertThat(schedule.breaker()).isInstanceOf(Breaker.Open.class);
        now = now.plusSeconds(29);
        assertThat(schedule.due(now)).isEmpty();
        assertThat(schedule.wakeAt()).contains(now.plusSeconds(1));
        now = now.plusSeconds(1);
        Schedule.Attempt probe = only(schedule.due(now));
        assertThat(schedule.due(now)).isEmpty();
        schedule.settle(probe, DELIVERED, now);
        assertThat(schedule.due(now)).hasSize(2);
    }

    @Test
    void whatWaitsForItsNextAttemptNeedNotWaitWhenTheEndpointIsBack() {
        Verdict long_ = new Verdict.Again(Duration.ofHours(1), null);
        for (String session : List.of("a", "b", "c")) add(session, ONE);
        for (int failure = 0; failure < 3; failure++) schedule.settle(next(), long_, now);
        settleAll(long_);
        now = now.plusSeconds(30);
        add("new", ONE);
        Schedule.Attempt probe = only(schedule.due(now));
        assertThat(probe.delivery().session()).isEqualTo(new SessionId("new"));
        schedule.settle(probe, DELIVERED, now);
        assertThat(schedule.due(now)).hasSize(2);
    }

    @Test
    void anEndpointThatRefusesEventsIsNoEndpointThatFails() {
        for (int event = 0; event < 10; event++) add("s" + event, ONE);
        for (int event = 0; event < 10; event++) schedule.settle(next(), new Verdict.Dead("HTTP_422"), now);
        assertThat(schedule.breaker().isClosed()).isTrue();
        for (int event = 0; event < 3; event++) add("t" + event, ONE);
        for (int event = 0; event < 3; event++) {
            now = now.plusSeconds(1);
            schedule.settle(next(), new Verdict.Dead("TIMEOUT"), now);
        }
        assertThat(schedule.breaker().isClosed()).isFalse();
    }

    @Test
    void whenTheEndpointAsksForAPauseNobodyIsSent() {
        add("a", ONE);
        add("b", ONE);
        Duration asked = Duration.ofSeconds(60);
        schedule.settle(next(), new Verdict.Again(asked, asked), now);
        settleAll(DELIVERED);
        add("c", ONE);
        assertThat(schedule.due(now.plusSeconds(59))).isEmpty();
        assertThat(schedule.wakeAt()).contains(now.plusSeconds(60));
        assertThat(schedule.due(now.plusSeconds(60))).hasSize(2);
    }

    @Test
    void whatCouldNotBeWrittenDownIsNotSentAgain() {
        add("a", ONE);
        Schedule.Attempt attempt = only(schedule.due(now));
        assertThat(schedule.settle(attempt, new Verdict.Unburied("HTTP_400"), now))
                .isEqualTo(Schedule.Settled.WAITS);
        now = now.plusSeconds(1);
        Schedule.Attempt burial = only(schedule.due(now));
        assertThat(burial.dead()).isEqualTo("HTTP_400");
        assertThat(schedule.settle(burial, new Verdict.Dead("HTTP_400"), now)).isEqualTo(Schedule.Settled.DONE);
        assertThat(schedule.held()).isZero();
    }

    @Test
    void aPartitionThatAnotherGatewayHasIsForgotten_alsoWhatIsUnderWay() {
        add("alice", ONE);
        add("alice", TWO);
        add("bob", ONE);
        Schedule.Attempt alice = next();
        schedule.forget(ONE);
        assertThat(schedule.settle(alice, AGAIN, now)).isEqualTo(Schedule.Settled.FORGOTTEN);
        Schedule.Attempt rest = only(schedule.due(now));
        assertThat(rest.delivery().partition()).isEqualTo(TWO);
        assertThat(rest.delivery().session()).isEqualTo(new SessionId("alice"));
    }

    /** Whatever answers come, and whenever: each event comes to one end, in its session's order, and nothing is left. */
    @Test
    void everyEventComesToOneEndInItsSessionsOrder() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Schedule schedule = new Schedule(1 + random.nextInt(4), BREAKER);
            Instant time = now;
            List<Schedule.Attempt> running = new ArrayList<>();
            Map<SessionId, Long> last = new HashMap<>();
            Set<Long> done = new HashSet<>();
            long added = 0;
            int steps = 0;
            while (done.size() < 60) {
                assertThat(++steps).as("seed %d: it goes on", seed).isLessThan(20_000);
                if (added < 60 && random.nextInt(3) == 0)
                    schedule.add(delivery("s" + random.nextInt(5), ONE, added++), Earlier.NONE);
                running.addAll(schedule.due(time));
                assertThat(running.stream().map(it -> it.delivery().session())).doesNotHaveDuplicates();
                if (running.isEmpty()) {
                    Instant at = time;
                    if (schedule.held() > 0)
                        assertThat(schedule.wakeAt())
                                .as("seed %d: somebody wakes", seed)
                                .isPresent();
                    time = schedule.wakeAt().filter(wake -> wake.isAfter(at)).orElse(at);
                    continue;
                }
                Schedule.Attempt attempt = running.remove(random.nextInt(running.size()));
                Verdict verdict = switch (random.nextInt(5)) {
                    case 0 -> DELIVERED;
                    case 1 -> new Verdict.Dead("HTTP_400");
                    case 2 -> new Verdict.Unburied("TIMEOUT");
                    default -> AGAIN;
                };
                if (schedule.settle(attempt, verdict, time) != Schedule.Settled.DONE) continue;
                long place = attempt.delivery().offset();
                assertThat(done.add(place)).isTrue();
                assertThat(place)
                        .isGreaterThan(last.getOrDefault(attempt.delivery().session(), -1L));
                last.put(attempt.delivery().session(), place);
            }
            assertThat(schedule.held()).isZero();
            assertThat(schedule.weight()).isZero();
        }
    }

    /** Begins what may begin, and takes one of all that is under way. */
    private Schedule.Attempt next() {
        running.addAll(schedule.due(now));
        return running.removeFirst();
    }

    private void settleAll(Verdict verdict) {
        running.forEach(attempt -> schedule.settle(attempt, verdict, now));
        running.clear();
    }

    private void add(String session, Delivery.Partition partition) {
        schedule.add(delivery(session, partition), Earlier.NONE);
    }

    private Delivery delivery(String session, Delivery.Partition partition) {
        return delivery(session, partition, ++offset);
    }

    private static Delivery delivery(String session, Delivery.Partition partition, long offset) {
        return new Delivery(
                partition,
                offset,
                Instant.EPOCH,
                "ev_" + offset,
                new SessionId(session),
                "message.received",
                Instant.EPOCH,
                "{}");
    }

    private static Schedule.Attempt only(List<Schedule.Attempt> attempts) {
        assertThat(attempts).hasSize(1);
        return attempts.getFirst();
    }
}
