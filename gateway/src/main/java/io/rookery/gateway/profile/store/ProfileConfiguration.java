package io.rookery.gateway.profile.store;

import io.rookery.startup.StartupFailure;
import io.rookery.startup.StoreProperties;
import io.rookery.store.s3.S3ObjectStore;
import io.rookery.store.settings.StoreMisconfigured;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ProfileConfiguration {

    @Bean
    ListedProfiles storedProfiles(StoreProperties store) {
        if (!store.isMeant()) return new ListedProfiles(null);
        try {
            return new ListedProfiles(new S3ObjectStore(store.settings().s3()));
        } catch (StoreMisconfigured e) {
            throw new StartupFailure(String.valueOf(e.getMessage()));
        }
    }
}
