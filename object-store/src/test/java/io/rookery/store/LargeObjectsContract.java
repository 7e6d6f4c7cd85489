package io.rookery.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every store of large objects must do. */
public abstract class LargeObjectsContract {
    private static final int WRITERS = 6;

    @TempDir
    protected Path directory;

    private final String prefix = "large/" + UUID.randomUUID() + "/";

    protected abstract LargeObjects large();

    @Test
    void whatIsNotThere_isAbsent() throws Exception {
        assertThat(large().open(prefix + "nothing")).isEmpty();
        assertThat(large().start(prefix + "nothing", 1)).isEmpty();
    }

    @Test
    void anObject_comesBackAsItWas() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);

        assertThat(large().create(prefix + "object", file(content))).isTrue();

        try (InputStream in = large().open(prefix + "object").orElseThrow()) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void aSecondCreation_isRefused_andChangesNothing() throws Exception {
        assertThat(large().create(prefix + "object", file("first".getBytes(UTF_8))))
                .isTrue();
        assertThat(large().create(prefix + "object", file("second".getBytes(UTF_8))))
                .isFalse();

        assertThat(large().start(prefix + "object", 100)).contains("first".getBytes(UTF_8));
    }

    @Test
    void ofManyCreations_exactlyOneSucceeds() throws Exception {
        List<Callable<Boolean>> creations = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            Path content = file(("writer " + i).repeat(1000).getBytes(UTF_8));
            creations.add(() -> large().create(prefix + "contended", content));
        }
        List<Boolean> results = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            for (Future<Boolean> result : threads.invokeAll(creations)) results.add(result.get());
        }

        assertThat(results).containsOnlyOnce(true);
        int winner = results.indexOf(true);
        assertThat(large().start(prefix + "contended", 8)).contains(("writer " + winner).getBytes(UTF_8));
    }

    @Test
    void aStart_isAsLongAsItWasWanted_orTheObjectIs() throws Exception {
        large().create(prefix + "object", file("0123456789".getBytes(UTF_8)));
        large().create(prefix + "empty", file(new byte[0]));

        assertThat(large().start(prefix + "object", 1)).contains("0".getBytes(UTF_8));
        assertThat(large().start(prefix + "object", 10)).contains("0123456789".getBytes(UTF_8));
        assertThat(large().start(prefix + "object", 5000)).contains("0123456789".getBytes(UTF_8));
        assertThat(large().start(prefix + "empty", 5000)).contains(new byte[0]);
    }

    @Test
    void whoClosesEarly_waitsForNothing() throws Exception {
        large().create(prefix + "object", file(new byte[5_000_000]));

        for (int i = 0; i < 5; i++) {
            try (InputStream in = large().open(prefix + "object").orElseThrow()) {
                assertThat(in.readNBytes(10)).hasSize(10);
            }
        }
    }

    @Test
    void aFileThatIsNotThere_isNoFaultOfTheStore() {
        assertThatThrownBy(() -> large().create(prefix + "object", directory.resolve("nothing")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatIsNew_isNotOld_andWhatIsDeleted_isGone() throws Exception {
        for (String name : List.of("one", "two")) large().create(prefix + name, file(name.getBytes(UTF_8)));
        assertThat(large().olderThan(prefix, Duration.ofHours(1), 10)).isEmpty();

        large().delete(prefix + "one");
        large().delete(prefix + "one");

        assertThat(large().open(prefix + "one")).isEmpty();
        assertThat(large().start(prefix + "two", 3)).contains("two".getBytes(UTF_8));
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(directory, "content", ""), content);
    }
}
