package io.rookery.worker.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToldFileTest {
    private static final Instant SINCE = Instant.ofEpochMilli(1_763_713_000_000L);

    @TempDir
    Path profile;

    @Test
    void beforeASessionIsLinked_nothingIsNoted() throws Exception {
        var file = new ToldFile(profile);
        file.add(new Inbox.Told("one", SINCE));
        assertThat(file.read()).isEmpty();
    }

    @Test
    void anotherProcessReadsWhatWasTold() throws Exception {
        var file = new ToldFile(profile);
        file.begin(SINCE);
        file.begin(SINCE.plusSeconds(99));
        file.add(new Inbox.Told("one/chat", SINCE.plusSeconds(1)));
        var content = new ToldFile(profile).read().orElseThrow();
        assertThat(content.since()).isEqualTo(SINCE);
        assertThat(content.messages()).containsExactly(new Inbox.Told("one/chat", SINCE.plusSeconds(1)));
    }

    @Test
    void aLineThatTheCrashHasTorn_isNoReasonToFail() throws Exception {
        var file = new ToldFile(profile);
        file.begin(SINCE);
        Files.writeString(profile.resolve("rookery-told"), "17637130x", StandardOpenOption.APPEND);
        assertThat(new ToldFile(profile).read().orElseThrow().messages()).isEmpty();
    }

    @Test
    void itStaysShort_andWhatIsForgottenLiesBeforeItsBeginning() throws Exception {
        var file = new ToldFile(profile);
        file.begin(SINCE);
        for (int i = 1; i <= 2 * Inbox.REMEMBERED; i++) file.add(new Inbox.Told("m" + i, SINCE.plusSeconds(i)));
        var content = new ToldFile(profile).read().orElseThrow();
        assertThat(content.messages()).hasSizeBetween(Inbox.REMEMBERED, Inbox.REMEMBERED + 1);
        assertThat(content.since()).isEqualTo(content.messages().getFirst().timestamp());
    }
}
