package io.rookery.worker.app;

import io.rookery.http.OutboundHttp;
import io.rookery.startup.StartupFailure;
import io.rookery.startup.StoreProperties;
import io.rookery.store.LargeObjects;
import io.rookery.store.MasterKeys;
import io.rookery.store.media.MediaStore;
import io.rookery.store.s3.S3LargeObjects;
import io.rookery.store.settings.StoreMisconfigured;
import io.rookery.worker.media.KeptMedia;
import io.rookery.worker.media.MediaCleaner;
import io.rookery.worker.media.MediaFiles;
import io.rookery.worker.media.MediaSources;
import io.rookery.worker.media.OutgoingMedia;
import io.rookery.worker.media.ReceivedMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Files of messages, in both directions. */
@Configuration(proxyBeanMethods = false)
class MediaConfiguration {

    @Bean
    MediaFiles mediaFiles(DataDirectory directory) {
        try {
            MediaFiles files = new MediaFiles(directory.path());
            files.sweep();
            return files;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    @Bean(destroyMethod = "close")
    S3LargeObjects largeObjects(StoreProperties store) {
        try {
            return new S3LargeObjects(store.settings().s3());
        } catch (StoreMisconfigured e) {
            throw new StartupFailure(String.valueOf(e.getMessage()));
        }
    }

    @Bean
    MediaStore mediaStore(LargeObjects objects, MasterKeys masterKeys, DataDirectory directory) {
        try {
            MediaStore store = new MediaStore(
                    objects,
                    masterKeys,
                    Files.createDirectories(directory.path().resolve("sealed")));
            store.sweep();
            return store;
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static StartupFailure unusable(IOException e) {
        return new StartupFailure("the data directory can't be used: " + e.getMessage());
    }

    @Bean
    OutgoingMedia outgoingMedia(MediaStore store, MediaProperties media) {
        try {
            return new MediaSources(
                    new OutboundHttp(media.http()), store, media.maxBytes().toBytes());
        } catch (IllegalArgumentException e) {
            throw new StartupFailure("rookery.media.allow-private can't be used: " + e.getMessage());
        }
    }

    /** Workers that are started at once do not all begin at once. */
    @Bean
    MediaCleaner mediaCleaner(MediaStore store, MediaProperties media) {
        long within = MediaCleaner.period().toMillis();
        return new MediaCleaner(
                store,
                media.keptFor(),
                Clocks.monotonicMillis() + ThreadLocalRandom.current().nextLong(within));
    }

    @Bean
    ReceivedMedia receivedMedia(MediaStore store) {
        return new KeptMedia(store);
    }
}
