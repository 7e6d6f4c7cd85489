package io.rookery.worker.media;

import io.rookery.events.Content;
import io.rookery.events.TenantId;
import io.rookery.worker.browser.PageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** Files that a command brings along. */
public final class GivenMedia implements OutgoingMedia {
    @Override
    public PageFile fetch(TenantId tenant, Content.Media media, Path target) throws MediaRefused, IOException {
        if (media.base64() == null || media.kind() == null || media.mimeType() == null)
            throw new MediaRefused("MEDIA_UNSUPPORTED", "give base64, kind and mimeType");
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(media.base64());
        } catch (IllegalArgumentException e) {
            throw new MediaRefused("MEDIA_BROKEN", "base64 can't be read");
        }
        Files.write(target, bytes);
        String name = media.fileName() == null ? "file" : media.fileName();
        return new PageFile(target, media.kind(), media.mimeType(), name);
    }
}
