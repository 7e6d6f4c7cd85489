package io.rookery.worker.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.WorkerId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivesTest {
    private static final WorkerId W1 = new WorkerId("w1");

    @TempDir
    Path directory;

    @Test
    void everyLifeIsKnown_untilItsLeasesAreEnded() throws Exception {
        assertThat(Lives.begin(directory, W1, "a", "boot").earlier()).isEmpty();
        Lives.begin(directory, new WorkerId("renamed"), "b", "boot");
        Lives third = Lives.begin(directory, W1, "c", "boot");
        assertThat(third.earlier())
                .containsExactly(new Lives.Life(W1, "a"), new Lives.Life(new WorkerId("renamed"), "b"));
        third.forgetEarlier();
        assertThat(Lives.begin(directory, W1, "d", "boot").earlier()).containsExactly(new Lives.Life(W1, "c"));
    }

    @Test
    void aMachineThatWasStartedAnew_isNoticed() throws Exception {
        assertThat(Lives.begin(directory, W1, "a", "boot").isSameBoot()).isFalse();
        assertThat(Lives.begin(directory, W1, "b", "boot").isSameBoot()).isTrue();
        assertThat(Lives.begin(directory, W1, "c", "another").isSameBoot()).isFalse();
        assertThat(Lives.begin(directory, W1, "d", "").isSameBoot())
                .as("unknown")
                .isFalse();
        assertThat(Lives.begin(directory, W1, "e", "").isSameBoot())
                .as("unknown")
                .isFalse();
    }
}
