package io.rookery.worker.app;

import io.rookery.worker.profile.KeyUnavailable;
import io.rookery.worker.profile.MasterKeys;
import io.rookery.worker.profile.tink.Keyset;
import io.rookery.worker.profile.tink.KeysetFile;
import io.rookery.worker.profile.tink.KeysetMasterKeys;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the master keys are. There is no default, and no way to go without: a profile is a login. */
final class MasterKeySettings {
    static final String FILE = "rookery.store.master-key-file";
    static final String TEXT = "rookery.store.master-key";

    private MasterKeySettings() {}

    /** @throws StartupFailure where there is no usable one, or it is not clear which; never repeats what it is */
    static MasterKeys keys(StoreProperties store) {
        String file = orEmpty(store.masterKeyFile());
        String text = orEmpty(store.masterKey());
        if (!file.isEmpty() && !text.isEmpty()) {
            throw new StartupFailure(FILE + " and " + TEXT + " are both set; one of them must go");
        }
        if (file.isEmpty() && text.isEmpty()) {
            throw new StartupFailure(
                    FILE
                            + " is not set; it names the file with the master key that profiles are encrypted with: make one with ./rookery keys create FILE");
        }
        try {
            return file.isEmpty()
                    ? KeysetMasterKeys.of(Keyset.parse(text))
                    : KeysetMasterKeys.of(new KeysetFile(Path.of(file)));
        } catch (KeyUnavailable e) {
            throw new StartupFailure((file.isEmpty() ? TEXT + " can't be used: " : "") + e.getMessage());
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text.strip();
    }
}
