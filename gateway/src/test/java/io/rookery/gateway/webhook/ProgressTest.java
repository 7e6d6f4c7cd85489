package io.rookery.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final Progress progress = new Progress(10, at(0));

    @Test
    void nothingBeforeTheLowestUnfinishedRecordIsReadAgain() {
        progress.begin(10, at(1));
        progress.begin(11, at(2));
        progress.pass(12, at(3));
        progress.begin(13, at(4));
        assertThat(progress.position()).isEqualTo(new Progress.Position(10, at(1)));
        progress.finish(13);
        progress.finish(10);
        assertThat(progress.position()).isEqualTo(new Progress.Position(11, at(2)));
        assertThat(progress.open()).isEqualTo(2);
        progress.finish(11);
        assertThat(progress.position()).isEqualTo(new Progress.Position(14, at(4)));
        assertThat(progress.open()).isZero();
    }

    @Test
    void whatIsNothingToDoMovesOn() {
        assertThat(progress.position()).isEqualTo(new Progress.Position(10, at(0)));
        progress.pass(10, at(5));
        assertThat(progress.position()).isEqualTo(new Progress.Position(11, at(5)));
    }

    @Test
    void aRecordThatIsNotKnownFinishesNothing() {
        progress.begin(10, at(1));
        progress.finish(9);
        progress.finish(11);
        assertThat(progress.position()).isEqualTo(new Progress.Position(10, at(1)));
    }

    private static Instant at(long second) {
        return Instant.ofEpochSecond(second);
    }
}
