package io.rookery.worker.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.rookery.worker.browser.playwright.PlaywrightBrowsers;
import io.rookery.worker.profile.EpochStore;
import io.rookery.worker.profile.LocalProfiles;
import io.rookery.worker.profile.MasterKeys;
import io.rookery.worker.profile.Profiles;
import io.rookery.worker.profile.StoreUnavailable;
import io.rookery.worker.profile.StoreUnsuitable;
import io.rookery.worker.profile.StoredEpochs;
import io.rookery.worker.profile.StoredProfiles;
import io.rookery.worker.profile.s3.S3ObjectStore;
import io.rookery.worker.profile.s3.S3Settings;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The object store: epochs and profiles. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    @Bean(destroyMethod = "close")
    S3ObjectStore objectStore(StoreProperties store, StartChecks checks) {
        S3ObjectStore objects = unchecked(store);
        checks.begin(() -> check(objects));
        return objects;
    }

    /** One that is there and does what it must. */
    static S3ObjectStore checked(StoreProperties store) {
        S3ObjectStore objects = unchecked(store);
        try {
            check(objects);
            return objects;
        } catch (StartupFailure e) {
            objects.close();
            throw e;
        }
    }

    private static S3ObjectStore unchecked(StoreProperties store) {
        try {
            return new S3ObjectStore(S3Settings.of(
                    store.endpoint(),
                    store.region(),
                    store.bucket(),
                    credentials(store),
                    store.pathStyle(),
                    store.createBucket()));
        } catch (IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    private static void check(S3ObjectStore objects) {
        try {
            objects.check();
        } catch (StoreUnavailable | StoreUnsuitable e) {
            throw unusable(e);
        }
    }

    private static StartupFailure unusable(Exception reason) {
        return new StartupFailure("the object store can't be used: " + reason.getMessage());
    }

    private static S3Settings.@Nullable Credentials credentials(StoreProperties store) {
        if (store.accessKey() == null && store.secretKey() == null) return null;
        if (store.accessKey() == null || store.secretKey() == null)
            throw new StartupFailure("rookery.store.access-key and rookery.store.secret-key belong together");
        return new S3Settings.Credentials(store.accessKey(), store.secretKey());
    }

    @Bean
    MasterKeys masterKeys(StoreProperties store) {
        return MasterKeySettings.keys(store);
    }

    @Bean
    EpochStore epochs(S3ObjectStore store) {
        return new StoredEpochs(store);
    }

    @Bean
    Profiles profiles(
            S3ObjectStore store,
            EpochStore epochs,
            MasterKeys masterKeys,
            PlaywrightBrowsers browsers,
            InstantSource clock,
            MeterRegistry metrics) {
        return new StoredProfiles(store, epochs, masterKeys, browsers::version, clock, metrics);
    }

    @Bean
    LocalProfiles localProfiles(DataDirectory directory, WorkerProperties worker) {
        return new LocalProfiles(directory.path(), worker.keepWarm());
    }
}
