package io.rookery.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rookery.quickstart.Supervisor.Budget;
import io.rookery.quickstart.process.Child;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    private static final Duration ENOUGH = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    /** Ends when it is killed, and does nothing else. */
    private static final class Sleeper extends ChildPart {
        private volatile boolean ready = true;

        Sleeper(Path directory) {
            this("sleeper", directory);
        }

        Sleeper(String name, Path directory) {
            super(name, directory, Duration.ofSeconds(1));
        }

        @Override
        List<Integer> ports() {
            return List.of();
        }

        @Override
        List<String> prepare() {
            return List.of("sleep", "600");
        }

        @Override
        boolean isReady(Child starting) {
            return ready;
        }
    }

    @Test
    void aRestartThatTakesLongDoesNotHoldUpTheEnd() {
        try (var part = new Sleeper(directory)) {
            part.start();
            part.ready = false;
            var reports = new CopyOnWriteArrayList<String>();
            var supervisor = Supervisor.of(() -> List.of(part), reports::add);
            part.kill();
            await().atMost(ENOUGH).until(part::isRunning);
            supervisor.close();
            assertThat(reports).isEmpty();
            part.stop();
            assertThat(part.isRunning()).isFalse();
        }
    }

    @Test
    void aKilledPartIsStartedAgainUntilTheSupervisorIsClosed() {
        var reports = new CopyOnWriteArrayList<String>();
        try (var part = new Sleeper(directory)) {
            part.start();
            OptionalLong first = part.pid();
            try (var supervisor = Supervisor.of(() -> List.of(part), reports::add)) {
                assertThat(supervisor).isNotNull();
                part.kill();
                await().atMost(ENOUGH).until(part::isRunning);
                assertThat(part.pid()).isNotEqualTo(first);
                await().atMost(ENOUGH)
                        .untilAsserted(
                                () -> assertThat(reports).containsExactly("sleeper had ended and was started again"));
            }
            part.kill();
            await().during(Duration.ofMillis(700)).until(() -> !part.isRunning());
        }
    }

    @Test
    void aPartThatStartsForLongHoldsUpNoOther() {
        try (var slow = new Sleeper("slow", directory.resolve("slow"));
                var quick = new Sleeper("quick", directory.resolve("quick"))) {
            slow.start();
            quick.start();
            slow.ready = false;
            try (var supervisor = Supervisor.of(() -> List.of(slow, quick), line -> {})) {
                slow.kill();
                await().atMost(ENOUGH).until(slow::isRunning);
                quick.kill();
                await().atMost(ENOUGH).until(() -> supervisor.restarts().equals(Map.of("quick", 1)));
                quick.kill();
                slow.ready = true;
                await().atMost(ENOUGH).until(() -> supervisor.restarts().equals(Map.of("quick", 2, "slow", 1)));
            }
        }
    }

    @Test
    void aPartThatIsLeftAloneStaysDownUntilItIsLookedAfterAgain() {
        try (var part = new Sleeper(directory)) {
            part.start();
            try (var supervisor = Supervisor.of(() -> List.of(part), line -> {})) {
                supervisor.leave(part);
                part.kill();
                await().during(Duration.ofMillis(700)).until(() -> !part.isRunning());
                assertThat(supervisor.restarts()).isEmpty();
                supervisor.lookAfter(part);
                await().atMost(ENOUGH).until(part::isRunning);
            }
        }
    }

    @Test
    void aPartThatEndsAgainAndAgainWaitsLongerAndLonger() {
        Budget budget = Budget.UNUSED;
        Duration now = Duration.ZERO;
        var pauses = new CopyOnWriteArrayList<Long>();
        for (int end = 0; end < 7; end++) {
            assertThat(budget.allows(now)).isTrue();
            budget = budget.spent(now);
            pauses.add(budget.next().minus(now).toSeconds());
            Duration usable = budget.next();
            now = usable.plusSeconds(4);
            budget = budget.running(usable).ended(now).ended(now.plusSeconds(5));
        }
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void aPartThatHasRunForFiveSecondsIsStartedAgainAtOnce() {
        Duration now = Duration.ofSeconds(100);
        Budget budget = Budget.UNUSED.spent(now).spent(now).spent(now).running(now);
        assertThat(budget.ended(now.plusSeconds(4)).used()).isEqualTo(3);
        assertThat(budget.ended(now.plusSeconds(5))).isEqualTo(Budget.UNUSED);
    }

    @Test
    void aStartThatFailsSlowlyIsNoTimeOfRunning() {
        Budget budget = Budget.UNUSED.spent(Duration.ZERO);
        assertThat(budget.ended(Duration.ofSeconds(120))).isEqualTo(budget);
    }
}
