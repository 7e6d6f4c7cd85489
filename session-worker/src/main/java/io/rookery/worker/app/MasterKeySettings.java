package io.rookery.worker.app;

import io.rookery.startup.StartupFailure;
import io.rookery.startup.StoreProperties;
import io.rookery.store.MasterKeys;
import io.rookery.store.settings.StoreMisconfigured;
import io.rookery.store.settings.StoreSettings;

/** Where the master keys are. There is no default, and no way to go without: a profile is a login. */
final class MasterKeySettings {
    static final String FILE = StoreSettings.MASTER_KEY_FILE;
    static final String TEXT = StoreSettings.MASTER_KEY;

    private MasterKeySettings() {}

    /** @throws StartupFailure where there is no usable one, or it is not clear which; never repeats what it is */
    static MasterKeys keys(StoreProperties store) {
        try {
            return store.settings().masterKeys();
        } catch (StoreMisconfigured e) {
            throw new StartupFailure(String.valueOf(e.getMessage()));
        }
    }
}
