package io.rookery.gateway.media;

import io.rookery.gateway.GatewayProperties;
import io.rookery.startup.StartupFailure;
import io.rookery.startup.StoreProperties;
import io.rookery.store.MasterKeys;
import io.rookery.store.media.MediaStore;
import io.rookery.store.s3.S3LargeObjects;
import io.rookery.store.s3.S3Settings;
import io.rookery.store.settings.StoreMisconfigured;
import io.rookery.store.settings.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The object store, where one is set. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({StoreProperties.class, MediaProperties.class})
class MediaConfiguration {
    private static final int QUEUE = 10_000;

    /** Threads that may wait for the store and the disk. */
    @Bean(destroyMethod = "dispose")
    Scheduler mediaThreads(MediaProperties media) {
        return Schedulers.newBoundedElastic(media.uploads() + media.downloads(), QUEUE, "media");
    }

    @Bean
    Drafts drafts(MediaProperties media) {
        return new Drafts(directory(media), media.maxBytes());
    }

    @Bean
    StoreStart storeStart(StoreProperties store, GatewayProperties gateway) {
        return new StoreStart(store.isMeant() ? s3(store.settings()) : null, gateway.startTimeout());
    }

    @Bean
    GatewayMasterKeys masterKeys(StoreProperties store) {
        try {
            return new GatewayMasterKeys(store.isMeant() ? store.settings().masterKeys() : null);
        } catch (StoreMisconfigured e) {
            throw new StartupFailure(String.valueOf(e.getMessage()));
        }
    }

    @Bean
    MediaLibrary mediaLibrary(
            StoreProperties store,
            GatewayMasterKeys masterKeys,
            Drafts drafts,
            Scheduler mediaThreads,
            MediaProperties media) {
        MasterKeys keys = masterKeys.orNull();
        return new MediaLibrary(keys == null ? null : opened(store.settings(), keys, drafts), mediaThreads, media);
    }

    private static MediaLibrary.Opened opened(StoreSettings settings, MasterKeys masterKeys, Drafts drafts) {
        try {
            var objects = new S3LargeObjects(s3(settings));
            var files = new MediaStore(objects, masterKeys, drafts.directory());
            files.sweep();
            return new MediaLibrary.Opened(files, objects);
        } catch (IOException e) {
            throw unusable(drafts.directory(), e);
        }
    }

    private static S3Settings s3(StoreSettings settings) {
        try {
            return settings.s3();
        } catch (StoreMisconfigured e) {
            throw new StartupFailure(String.valueOf(e.getMessage()));
        }
    }

    private static Path directory(MediaProperties media) {
        Path given = media.directory();
        try {
            if (given != null) return Files.createDirectories(given);
            Path made = Files.createTempDirectory("rookery-gateway-media");
            made.toFile().deleteOnExit();
            return made;
        } catch (IOException e) {
            throw unusable(given, e);
        }
    }

    private static StartupFailure unusable(@Nullable Path directory, IOException e) {
        return new StartupFailure("the directory for uploads "
                + Optional.ofNullable(directory).map(it -> it + " ").orElse("") + "can't be used ("
                + e.getClass().getSimpleName() + "); see rookery.media.directory");
    }
}
