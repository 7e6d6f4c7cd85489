package io.rookery.worker.media;

import io.rookery.events.Content;
import io.rookery.events.TenantId;
import io.rookery.worker.browser.PageFile;
import java.io.IOException;
import java.nio.file.Path;

/** Brings files that are to be sent to this disk. Safe for use by many threads; blocks. */
@FunctionalInterface
public interface OutgoingMedia {
    /**
     * @param target where the file shall be; nothing is there yet, and nothing is left where this throws
     * @throws MediaRefused where it can't be sent, and trying again does not help
     * @throws MediaUnavailable where it is worth trying again
     * @throws IOException where the disk does not take it
     */
    PageFile fetch(TenantId tenant, Content.Media media, Path target)
            throws MediaRefused, MediaUnavailable, IOException;
}
