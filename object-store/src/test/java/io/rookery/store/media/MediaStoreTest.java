package io.rookery.store.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.TenantId;
import io.rookery.store.InMemoryLargeObjects;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.tink.Keyset;
import io.rookery.store.tink.KeysetMasterKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaStoreTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final MediaId ID = new MediaId("m1");
    private static final String KEY = "media/acme/m1";
    private static final int SEGMENT = 64 * 1024;

    @TempDir
    Path directory;

    private final InMemoryLargeObjects objects = new InMemoryLargeObjects();
    private final Keyset keyset = Keyset.create();
    private Path scratch;
    private MediaStore store;

    @BeforeEach
    void open() throws IOException {
        scratch = Files.createDirectory(directory.resolve("scratch"));
        store = new MediaStore(objects, KeysetMasterKeys.of(keyset), scratch);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, SEGMENT - 16, SEGMENT, SEGMENT + 1, 5 * SEGMENT, 1_000_003})
    void aFile_comesBackAsItWas(int size) throws Exception {
        byte[] content = content(size);
        MediaInfo info = put(ID, content, "café (1).pdf");

        Path target = directory.resolve("target");
        Files.writeString(target, "something longer that was there before".repeat(100));
        assertThat(store.get(TENANT, ID, target)).contains(info);
        assertThat(Files.readAllBytes(target)).isEqualTo(content);
        assertThat(store.info(TENANT, ID)).contains(info);
        assertThat(store.exists(TENANT, ID)).isTrue();
        assertThat(info.size()).isEqualTo(size);
    }

    @Test
    void whatIsNotThere_isAbsent_andNothingIsWritten() throws Exception {
        Path target = directory.resolve("target");

        assertThat(store.exists(TENANT, ID)).isFalse();
        assertThat(store.info(TENANT, ID)).isEmpty();
        assertThat(store.open(TENANT, ID)).isEmpty();
        assertThat(store.get(TENANT, ID, target)).isEmpty();
        assertThat(target).doesNotExist();
    }

    @Test
    void aNameIsNotNeeded() throws Exception {
        MediaInfo info = put(ID, content(10), null);

        assertThat(store.info(TENANT, ID)).contains(info);
        assertThat(info.fileName()).isNull();
    }

    @Test
    void theSameIdAgain_isTheSameFile() throws Exception {
        MediaInfo first = put(ID, content(10), "first");
        byte[] other = content(20);
        MediaInfo second = MediaInfo.of(file(other), "image/png", "second");

        assertThat(store.put(TENANT, ID, file(other), second)).isFalse();
        assertThat(store.info(TENANT, ID)).contains(first);
    }

    @Test
    void aContentThatIsNotWhatItsInfoSays_isNotStored() throws Exception {
        MediaInfo info = MediaInfo.of(file(content(1000)), "image/png", null);
        byte[] changed = content(1000);
        changed[500] ^= 1;

        for (byte[] wrong : new byte[][] {changed, content(999), content(1001), new byte[0]}) {
            assertThatThrownBy(() -> store.put(TENANT, ID, new ByteArrayInputStream(wrong), info))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(objects.objects()).isEmpty();
        assertThat(left()).isEmpty();
    }

    @Test
    void nothingCanBeReadOfWhatIsStored() throws Exception {
        byte[] content = "meet me at the harbour. ".repeat(5000).getBytes(UTF_8);
        put(ID, content, "harbour-plan.pdf");

        String stored = new String(stored(), ISO_8859_1);
        assertThat(stored).startsWith("RKMF").doesNotContain("harbour", "meet me", "plan", "application", "acme");
    }

    @Test
    void theSameContentTwice_hasNothingInCommon() throws Exception {
        put(ID, content(1000), "a");
        put(new MediaId("m2"), content(1000), "a");

        byte[] first = stored();
        byte[] second = Objects.requireNonNull(objects.objects().get("media/acme/m2"));
        assertThat(first).hasSameSizeAs(second);
        int from = first.length - 1000;
        int same = 0;
        for (int i = from; i < first.length; i++) if (first[i] == second[i]) same++;
        assertThat(same).isLessThan(50);
    }

    @Test
    void whatLiesInThePlaceOfAnother_isDamaged() throws Exception {
        put(ID, content(1000), "a");
        objects.objects().put("media/acme/m2", stored());
        objects.objects().put("media/other/m1", stored());

        assertDamaged(TENANT, new MediaId("m2"));
        assertDamaged(new TenantId("other"), ID);
    }

    @Test
    void theHeaderOfOneAndTheContentOfAnother_isDamaged() throws Exception {
        put(ID, content(1000), "a");
        put(new MediaId("m2"), content(1000), "a");
        byte[] first = stored();
        byte[] second = Objects.requireNonNull(objects.objects().get("media/acme/m2"));
        byte[] mixed = Arrays.copyOf(first, first.length);
        System.arraycopy(second, first.length - 1040, mixed, first.length - 1040, 1040);
        objects.objects().put(KEY, mixed);

        assertDamaged(TENANT, ID);
    }

    @Test
    void whatIsCutOff_isDamaged_whereverItIs() throws Exception {
        put(ID, content(3 * SEGMENT), "a");
        byte[] whole = stored();
        int header = whole.length - 3 * SEGMENT - 40 - 4 * 16;
        for (int length : new int[] {
            0, 1, 4, 5, 30, header, header + 40, SEGMENT, header + SEGMENT, header + 2 * SEGMENT, whole.length - 1
        }) {
            objects.objects().put(KEY, Arrays.copyOf(whole, length));
            assertDamaged(TENANT, ID);
        }
        objects.objects().put(KEY, Arrays.copyOf(whole, whole.length + 1));
        assertDamaged(TENANT, ID);
    }

    @Test
    void aFlippedBit_isDamage_whereverItIs() throws Exception {
        put(ID, content(2 * SEGMENT), "a");
        byte[] whole = stored();
        var random = new Random(7);
        for (int i = 0; i < 400; i++) {
            // Half of them in the header, which is short.
            int place = i % 2 == 0 ? random.nextInt(300) : random.nextInt(whole.length);
            byte[] flipped = whole.clone();
            flipped[place] ^= (byte) (1 << random.nextInt(8));
            objects.objects().put(KEY, flipped);
            assertThatThrownBy(() -> store.get(TENANT, ID, directory.resolve("target")))
                    .as("byte %d", place)
                    .isInstanceOfAny(MediaDamaged.class, KeyUnavailable.class);
            assertThat(directory.resolve("target")).doesNotExist();
        }
    }

    @Test
    void aLaterFormat_isNotGuessedAt() throws Exception {
        put(ID, content(10), "a");
        stored()[4] = 2;

        assertThatThrownBy(() -> store.info(TENANT, ID))
                .isInstanceOf(MediaDamaged.class)
                .hasMessageContaining("format 2");
    }

    @Test
    void withoutTheMasterKey_itSaysSo_andWithItTheFileIsThereAgain() throws Exception {
        MediaInfo info = put(ID, content(10), "a");
        var stranger = new MediaStore(objects, KeysetMasterKeys.of(Keyset.create()), scratch);
        var rotated = new MediaStore(objects, KeysetMasterKeys.of(keyset.rotated()), scratch);

        assertThatThrownBy(() -> stranger.info(TENANT, ID)).isInstanceOf(KeyUnavailable.class);
        assertThatThrownBy(() -> stranger.get(TENANT, ID, directory.resolve("target")))
                .isInstanceOf(KeyUnavailable.class);
        assertThat(stranger.exists(TENANT, ID)).isTrue();
        assertThat(rotated.info(TENANT, ID)).contains(info);
    }

    @Test
    void aStoreThatIsAway_orBreaksOff_isNoDamage() throws Exception {
        put(ID, content(3 * SEGMENT), "a");
        Path target = directory.resolve("target");

        for (int after : new int[] {0, 3, 100, SEGMENT, stored().length - 1}) {
            objects.breakingOffAfter(after);
            assertThatThrownBy(() -> store.get(TENANT, ID, target))
                    .as("after %d", after)
                    .isInstanceOf(StoreUnavailable.class);
            assertThat(target).doesNotExist();
        }
        objects.breakingOffAfter(Integer.MAX_VALUE);
        objects.away(true);
        assertThatThrownBy(() -> store.get(TENANT, ID, target)).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> store.exists(TENANT, ID)).isInstanceOf(StoreUnavailable.class);
        assertThatThrownBy(() -> put(new MediaId("m2"), content(10), "a")).isInstanceOf(StoreUnavailable.class);
        assertThat(left()).isEmpty();
    }

    @Test
    void aTargetThatCannotBeWritten_isTheDisksFault() throws Exception {
        put(ID, content(10), "a");

        assertThatThrownBy(() -> store.get(TENANT, ID, directory.resolve("no/such/folder")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void whatAnEarlierProcessHasLeft_isSwept() throws Exception {
        Files.writeString(scratch.resolve("media1.sealed"), "left");
        Files.writeString(scratch.resolve("other"), "stays");

        store.sweep();

        assertThat(left()).containsExactly("other");
    }

    @Test
    void whatIsOld_isRemoved_andNothingElse() throws Exception {
        MediaInfo info = put(ID, content(10), null);
        MediaId young = new MediaId("young");
        MediaInfo youngs = put(young, content(10), null);
        objects.objects().put("media/acme/not/ours", new byte[1]);
        objects.objects().put("media/acme/no name!", new byte[1]);
        objects.objects().put("profiles/alice/files/x", new byte[1]);
        objects.objects().keySet().stream()
                .filter(key -> !key.endsWith("young"))
                .forEach(key -> objects.aged(key, Duration.ofDays(31)));

        assertThat(store.removeOlderThan(Duration.ofDays(32), 100)).isZero();
        assertThat(store.info(TENANT, ID)).contains(info);
        store.removeOlderThan(Duration.ofDays(30), 100);
        store.removeOlderThan(Duration.ofDays(30), 100);

        assertThat(store.info(TENANT, ID)).isEmpty();
        assertThat(store.info(TENANT, young)).contains(youngs);
        assertThat(objects.objects())
                .containsOnlyKeys(
                        "media/acme/young", "media/acme/not/ours", "media/acme/no name!", "profiles/alice/files/x");
    }

    @Test
    void aStoreThatIsAway_isTriedAgain_forOldFilesToo() throws Exception {
        put(ID, content(10), null);
        objects.aged("media/acme/" + ID, Duration.ofDays(31));
        objects.away(true);
        assertThatThrownBy(() -> store.removeOlderThan(Duration.ofDays(30), 100))
                .isInstanceOf(StoreUnavailable.class);
        objects.away(false);

        assertThat(store.removeOlderThan(Duration.ofDays(30), 100)).isEqualTo(1);
    }

    private void assertDamaged(TenantId tenant, MediaId id) {
        assertThatThrownBy(() -> store.get(tenant, id, directory.resolve("target")))
                .isInstanceOf(MediaDamaged.class);
        assertThat(directory.resolve("target")).doesNotExist();
    }

    private MediaInfo put(MediaId id, byte[] content, @Nullable String name) throws Exception {
        Path file = file(content);
        MediaInfo info = MediaInfo.of(file, "application/pdf", name);
        assertThat(store.put(TENANT, id, file, info)).isTrue();
        assertThat(left()).isEmpty();
        return info;
    }

    private byte[] stored() {
        return Objects.requireNonNull(objects.objects().get(KEY));
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(directory, "content", ""), content);
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(scratch)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }
}
