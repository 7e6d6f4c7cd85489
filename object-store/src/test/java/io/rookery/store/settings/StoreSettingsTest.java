package io.rookery.store.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreSettingsTest {
    @TempDir
    Path directory;

    @Test
    void withoutAFileTheStoreMustShowACertificateThatTheJvmTrusts() throws Exception {
        assertThat(trusting("").s3().authorities()).isEmpty();
    }

    @Test
    void aFileThatHoldsNoCertificatesIsNamedWithItsSetting() throws Exception {
        Path missing = directory.resolve("missing.pem");
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");
        Path text = Files.writeString(directory.resolve("text.pem"), "-----BEGIN CERTIFICATE-----\nno\n");
        for (Path file : new Path[] {missing, empty, text, directory})
            assertThatThrownBy(() -> trusting(file.toString()).s3())
                    .as(file.toString())
                    .isInstanceOf(StoreMisconfigured.class)
                    .hasMessageStartingWith("rookery.store.trusted-certificates: " + file);
    }

    private static StoreSettings trusting(String certificates) {
        return new StoreSettings(null, "us-east-1", "rookery", null, null, true, true, null, null, certificates);
    }
}
