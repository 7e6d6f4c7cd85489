package io.rookery.worker.media;

import io.rookery.events.Event.StoredMedia;
import io.rookery.events.TenantId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.media.MediaDamaged;
import io.rookery.store.media.MediaId;
import io.rookery.store.media.MediaInfo;
import io.rookery.store.media.MediaStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Files of messages that came in, in the object store. */
public final class KeptMedia implements ReceivedMedia {
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private final MediaStore store;

    public KeptMedia(MediaStore store) {
        this.store = store;
    }

    @Override
    public Optional<StoredMedia> find(TenantId tenant, String mediaId) throws MediaUnavailable {
        try {
            return store.info(tenant, new MediaId(mediaId))
                    .map(info -> new StoredMedia(
                            mediaId, info.mimeType(), info.fileName(), info.size(), info.sha256(), null, null));
        } catch (StoreUnavailable e) {
            throw storeUnavailable();
        } catch (KeyUnavailable | MediaDamaged e) {
            throw new MediaUnavailable("MEDIA_UNAVAILABLE", "what is stored under this id can't be opened here");
        }
    }

    @Override
    public void keep(TenantId tenant, StoredMedia media, Path file) throws MediaUnavailable, IOException {
        var info = new MediaInfo(
                media.mimeType() == null ? UNKNOWN_TYPE : media.mimeType(),
                media.fileName(),
                Objects.requireNonNull(media.size()),
                Objects.requireNonNull(media.sha256()));
        try {
            store.put(tenant, new MediaId(Objects.requireNonNull(media.mediaId())), file, info);
        } catch (StoreUnavailable e) {
            throw storeUnavailable();
        } catch (KeyUnavailable e) {
            throw new MediaUnavailable("KEY_UNAVAILABLE", "the worker does not have a master key to wrap with");
        }
    }

    private static MediaUnavailable storeUnavailable() {
        return new MediaUnavailable("STORE_UNAVAILABLE", "the object store is not available");
    }
}
