package io.rookery.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every object store must do. */
public abstract class ObjectStoreContract {
    private static final int WRITERS = 8;

    @TempDir
    protected Path directory;

    private final String prefix = "contract/" + UUID.randomUUID() + "/";

    protected abstract ObjectStore store();

    @Test
    void whatIsNotThere_isAbsent() throws Exception {
        assertThat(store().get(prefix + "nothing")).isEmpty();
        assertThat(store().get(prefix + "nothing", directory.resolve("target"))).isFalse();
        assertThat(store().list(prefix)).isEmpty();
        store().delete(prefix + "nothing");
    }

    @Test
    void aSmallObject_comesBackAsItWas() throws Exception {
        byte[] content = {0, 1, -1, 13, 10, 0};

        assertThat(store().putIfAbsent(prefix + "small", content)).isTrue();

        assertThat(store().get(prefix + "small")).get().isEqualTo(content);
    }

    @Test
    void anEmptyObject_isThere() throws Exception {
        assertThat(store().putIfAbsent(prefix + "empty", new byte[0])).isTrue();

        assertThat(store().get(prefix + "empty")).get().isEqualTo(new byte[0]);
        assertThat(store().putIfAbsent(prefix + "empty", new byte[0])).isFalse();
    }

    @Test
    void aSecondCreation_isRefusedAndChangesNothing() throws Exception {
        store().putIfAbsent(prefix + "once", "first".getBytes(UTF_8));

        assertThat(store().putIfAbsent(prefix + "once", "second".getBytes(UTF_8)))
                .isFalse();

        assertThat(store().get(prefix + "once")).get().isEqualTo("first".getBytes(UTF_8));
    }

    @Test
    void ofManyCreations_exactlyOneSucceeds() throws Exception {
        List<Callable<Boolean>> creations = IntStream.range(0, WRITERS)
                .mapToObj(writer -> (Callable<Boolean>)
                        () -> store().putIfAbsent(prefix + "race", ("writer " + writer).getBytes(UTF_8)))
                .toList();
        int winners = 0;
        try (var threads = Executors.newFixedThreadPool(WRITERS)) {
            for (var creation : threads.invokeAll(creations)) {
                winners += creation.get() ? 1 : 0;
            }
        }
        assertThat(winners).isEqualTo(1);
    }

    @Test
    void aFile_comesBackAsItWas_andReplacesWhatIsThere() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(7).nextBytes(content);
        Path file = Files.write(directory.resolve("source"), content);
        Path target = Files.writeString(directory.resolve("target"), "something else");

        store().put(prefix + "file", file);
        store().put(prefix + "file", file);

        assertThat(store().get(prefix + "file", target)).isTrue();
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void aContentInMemory_comesBackAsItWas_andReplacesWhatIsThere() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(8).nextBytes(content);
        Path target = directory.resolve("target");

        store().put(prefix + "memory", List.of(new byte[] {1, 2, 3}));
        store().put(
                        prefix + "memory",
                        List.of(Arrays.copyOf(content, 1), Arrays.copyOfRange(content, 1, content.length)));

        assertThat(store().get(prefix + "memory", target)).isTrue();
        assertThat(target).hasBinaryContent(content);
    }

    @Test
    void aFileThatIsNotThere_isNoFaultOfTheStore() {
        assertThatThrownBy(() -> store().put(prefix + "file", directory.resolve("nothing")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aTargetThatCannotBeWritten_isNoFaultOfTheStore() throws Exception {
        store().putIfAbsent(prefix + "small", "text".getBytes(UTF_8));

        assertThatThrownBy(() -> store().get(prefix + "small", directory.resolve("no-such-directory/target")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aListing_isCompleteAndInOrder() throws Exception {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            keys.add(prefix + "list/%03d".formatted(i));
        }
        for (String key : keys.reversed()) {
            store().putIfAbsent(key, "x".getBytes(UTF_8));
        }
        store().putIfAbsent(prefix + "listed-not", "x".getBytes(UTF_8));

        assertThat(store().list(prefix + "list/")).isEqualTo(keys);
    }

    @Test
    void groups_areWhatStandsBeforeTheNextSlash_eachOnce() throws Exception {
        for (String key : new String[] {"c/1", "a/1", "a/2", "a/b/3", "b-2/1", "b/1", "d/1", "plain"}) {
            store().putIfAbsent(prefix + "groups/" + key, "x".getBytes(UTF_8));
        }

        assertThat(store().groups(prefix + "groups/")).containsExactly("a", "b", "b-2", "c", "d");
        assertThat(store().groups(prefix + "nothing/")).isEmpty();
    }

    @Test
    void whatIsDeleted_isGone() throws Exception {
        store().putIfAbsent(prefix + "a/1", "x".getBytes(UTF_8));
        store().putIfAbsent(prefix + "a/2", "x".getBytes(UTF_8));

        store().delete(prefix + "a/1");
        store().delete(prefix + "a/1");

        assertThat(store().get(prefix + "a/1")).isEmpty();
        assertThat(store().list(prefix + "a/")).containsExactly(prefix + "a/2");
    }
}
