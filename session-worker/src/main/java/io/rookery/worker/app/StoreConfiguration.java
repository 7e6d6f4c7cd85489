package io.rookery.worker.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.rookery.startup.StartupFailure;
import io.rookery.startup.StoreProperties;
import io.rookery.store.MasterKeys;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.StoreUnsuitable;
import io.rookery.store.s3.S3ObjectStore;
import io.rookery.store.settings.StoreMisconfigured;
import io.rookery.worker.browser.playwright.PlaywrightBrowsers;
import io.rookery.worker.profile.EpochStore;
import io.rookery.worker.profile.LocalProfiles;
import io.rookery.worker.profile.Profiles;
import io.rookery.worker.profile.StoredEpochs;
import io.rookery.worker.profile.StoredProfiles;
import java.time.InstantSource;
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
            return new S3ObjectStore(store.settings().s3());
        } catch (StoreMisconfigured e) {
            throw new StartupFailure(String.valueOf(e.getMessage()));
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
