package io.rookery.worker.media;

import io.rookery.events.Event;
import io.rookery.events.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the files of messages that came in are kept. Safe for use by many threads; blocks. */
public interface ReceivedMedia {
    /** What is known of a file that is kept: all but {@code seconds} and {@code problem}. */
    Optional<Event.StoredMedia> find(TenantId tenant, String mediaId) throws MediaUnavailable;

    /**
     * Keeps the file. Repeats change nothing.
     *
     * @param media with the id, the size and the hash of the file
     */
    void keep(TenantId tenant, Event.StoredMedia media, Path file) throws MediaUnavailable, IOException;
}
