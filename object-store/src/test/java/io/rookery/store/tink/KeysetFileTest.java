package io.rookery.store.tink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.quickstart.MasterKeyFile;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.MasterKeys.Wrapped;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysetFileTest {
    private static final byte[] SECRET = "a data key".getBytes(UTF_8);
    private static final byte[] BINDING = "alice".getBytes(UTF_8);

    @TempDir
    Path directory;

    private Path path;
    private KeysetFile file;

    @BeforeEach
    void place() {
        path = directory.resolve("master-key.json");
        file = new KeysetFile(path);
    }

    @Test
    void aNewOne_isItsOwnersOnly_andLeavesNothingElseBehind() throws Exception {
        Keyset created = file.create();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        assertThat(file.read().ids()).isEqualTo(created.ids()).hasSize(1);
        assertThat(directory).isDirectoryNotContaining("glob:**draft*");
        assertThat(created.toString()).doesNotContain("value");
    }

    @Test
    void oneThatIsThere_isNeverReplaced() throws Exception {
        file.create();
        String before = Files.readString(path);

        assertThatThrownBy(file::create).isInstanceOf(FileAlreadyExistsException.class);

        assertThat(path).hasContent(before);
        assertThat(directory).isDirectoryNotContaining("glob:**draft*");
    }

    @Test
    void aRotation_addsAPrimary_andKeepsWhatWas() throws Exception {
        Keyset first = file.create();
        Wrapped wrapped = KeysetMasterKeys.of(file).wrap(SECRET, BINDING);

        Keyset second = file.rotate();

        assertThat(second.primary()).isNotEqualTo(first.primary());
        assertThat(file.read().ids()).containsExactly(first.primary(), second.primary());
        assertThat(KeysetMasterKeys.of(file).unwrap(wrapped, BINDING)).contains(SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void aRotationThatMeetsAnother_isRefused() throws Exception {
        file.create();
        try (var channel = FileChannel.open(
                        directory.resolve("master-key.json.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThatThrownBy(file::rotate).isInstanceOf(IOException.class).hasMessageContaining("under way");
        }
        assertThat(file.rotate().ids()).hasSize(2);
    }

    @Test
    void aRunningWorker_seesTheNewPrimary_andOpensWhatOthersHaveWrappedWithIt() throws Exception {
        file.create();
        KeysetMasterKeys running = KeysetMasterKeys.of(file);
        Keyset rotated = file.rotate();
        Wrapped byAnother = KeysetMasterKeys.of(file).wrap(SECRET, BINDING);

        assertThat(running.unwrap(byAnother, BINDING)).contains(SECRET);
        assertThat(running.wrap(SECRET, BINDING).masterKey()).isEqualTo(rotated.primary());
        assertThat(running.primary()).isEqualTo(rotated.primary());
    }

    @Test
    void aFileThatIsGoneOrBrokenMeanwhile_takesNothingAway() throws Exception {
        file.create();
        KeysetMasterKeys running = KeysetMasterKeys.of(file);
        Wrapped wrapped = running.wrap(SECRET, BINDING);

        Files.writeString(path, "{\"primaryKeyId\":");
        assertThat(running.unwrap(running.wrap(SECRET, BINDING), BINDING)).contains(SECRET);
        Files.delete(path);
        assertThat(running.unwrap(wrapped, BINDING)).contains(SECRET);
        assertThat(running.primary()).isEqualTo(wrapped.masterKey());
    }

    @Test
    void whatWasNotWrappedAsThis_doesNotOpen_andAnUnknownKeyIsNamed() throws Exception {
        KeysetMasterKeys keys = KeysetMasterKeys.of(file.create());
        Wrapped wrapped = keys.wrap(SECRET, BINDING);
        byte[] changed = wrapped.bytes().clone();
        changed[changed.length - 1] ^= 1;

        assertThat(keys.unwrap(wrapped, "bob".getBytes(UTF_8))).isEmpty();
        assertThat(keys.unwrap(new Wrapped(wrapped.masterKey(), changed), BINDING))
                .isEmpty();
        assertThatThrownBy(() -> KeysetMasterKeys.of(Keyset.create()).unwrap(wrapped, BINDING))
                .isInstanceOf(KeyUnavailable.class)
                .hasMessageContaining("master key " + wrapped.masterKey() + " is not in the keyset");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret-not-for-the-log",
                "{}",
                "[]",
                "{\"primaryKeyId\":1,\"key\":[]}",
                "{\"primaryKeyId\":1,\"key\":[{\"keyData\":{\"typeUrl\":\"secret-not-for-the-log\",\"value\":\"c2VjcmV0\",\"keyMaterialType\":\"SYMMETRIC\"},\"status\":\"ENABLED\",\"keyId\":1,\"outputPrefixType\":\"TINK\"}]}",
                "{\"primaryKeyId\":2,\"key\":[{\"keyData\":{\"typeUrl\":\"type.googleapis.com/google.crypto.tink.AesGcmKey\",\"value\":\"GhAAAAAAAAAAAAAAAAAAAAAA\",\"keyMaterialType\":\"SYMMETRIC\"},\"status\":\"ENABLED\",\"keyId\":1,\"outputPrefixType\":\"TINK\"}]}"
            })
    void whatIsNoKeyset_isRefusedByName_andNotRepeated(String text) throws Exception {
        Files.writeString(path, text);

        assertThatThrownBy(file::read)
                .isInstanceOf(KeyUnavailable.class)
                .hasMessageContaining(path.toString())
                .hasMessageNotContaining("not-for-the-log")
                .hasNoCause();
    }

    @Test
    void aFileThatIsNotThere_isNamed() {
        assertThatThrownBy(file::read)
                .isInstanceOf(KeyUnavailable.class)
                .hasMessage("the master key file " + path + " does not exist");
    }

    @Test
    void whoElseMayReadIt_isSeen() throws Exception {
        file.create();
        assertThat(file.isOpenToOthers()).isFalse();

        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(file.isOpenToOthers()).isTrue();
    }

    @Test
    void theQuickstartsKeyFile_isAKeyset() throws Exception {
        Path made = MasterKeyFile.in(directory.resolve("cluster"));
        KeysetMasterKeys keys = KeysetMasterKeys.of(new KeysetFile(made));

        assertThat(keys.unwrap(keys.wrap(SECRET, BINDING), BINDING)).contains(SECRET);
        assertThat(new KeysetFile(made).rotate().ids()).hasSize(2);
        assertThat(MasterKeyFile.in(directory.resolve("cluster"))).isEqualTo(made);
        assertThat(new KeysetFile(made).read().ids()).hasSize(2);
    }

    /** As the containers' make-env writes it. */
    @Test
    void theKeyOfMakeEnv_isAKeyset() throws Exception {
        Path env = directory.resolve("env");
        Process process = new ProcessBuilder("../infra/make-env", env.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
        String line = Files.readAllLines(env).stream()
                .filter(it -> it.startsWith("ROOKERY_MASTER_KEY="))
                .findFirst()
                .orElseThrow();
        String json = line.substring("ROOKERY_MASTER_KEY='".length(), line.length() - 1);

        KeysetMasterKeys keys = KeysetMasterKeys.of(Keyset.parse(json));

        assertThat(keys.unwrap(keys.wrap(SECRET, BINDING), BINDING)).contains(SECRET);
    }
}
