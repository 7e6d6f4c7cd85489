package io.rookery.worker.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.startup.StartupFailure;
import io.rookery.startup.StoreProperties;
import io.rookery.store.MasterKeys;
import io.rookery.store.tink.Keyset;
import io.rookery.store.tink.KeysetFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeySettingsTest {
    @TempDir
    Path directory;

    @Test
    void aFileOrItsText_isAMasterKey() throws Exception {
        Path file = directory.resolve("master-key.json");
        Keyset keyset = new KeysetFile(file).create();
        byte[] binding = "alice".getBytes(UTF_8);

        MasterKeys byFile = MasterKeySettings.keys(store(file.toString(), null));
        MasterKeys byText = MasterKeySettings.keys(store(" ", keyset.json()));

        assertThat(byText.unwrap(byFile.wrap(binding, binding), binding)).contains(binding);
    }

    @Test
    void nothing_isRefused_withTheWayOut() {
        assertThatThrownBy(() -> MasterKeySettings.keys(store(null, null)))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("rookery.store.master-key-file is not set")
                .hasMessageContaining("./rookery keys create");
    }

    @Test
    void both_areRefused() {
        assertThatThrownBy(() -> MasterKeySettings.keys(store("file", "text")))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("both set");
    }

    @Test
    void whatIsNoKeyset_isRefused_andNeverRepeated() {
        assertThatThrownBy(() -> MasterKeySettings.keys(store(null, "{\"a secret\":1}")))
                .isInstanceOf(StartupFailure.class)
                .hasMessage("rookery.store.master-key can't be used: it is no AEAD keyset in Tink's JSON format");
        assertThatThrownBy(() -> MasterKeySettings.keys(store("/nonexistent/key", null)))
                .isInstanceOf(StartupFailure.class)
                .hasMessage("the master key file /nonexistent/key does not exist");
        assertThat(store(null, "a secret").toString()).doesNotContain("a secret");
    }

    private static StoreProperties store(@Nullable String file, @Nullable String text) {
        return new StoreProperties(null, "us-east-1", "rookery", null, null, true, true, file, text, null);
    }
}
