package io.rookery.worker.media;

import io.rookery.events.Content;
import io.rookery.events.Content.MediaKind;
import io.rookery.events.TenantId;
import io.rookery.http.ContentSniffer;
import io.rookery.http.FetchRequest;
import io.rookery.http.Fetched;
import io.rookery.http.MediaTypes;
import io.rookery.http.OutboundHttp;
import io.rookery.http.OutboundHttpException;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.media.MediaDamaged;
import io.rookery.store.media.MediaId;
import io.rookery.store.media.MediaInfo;
import io.rookery.store.media.MediaStore;
import io.rookery.worker.browser.PageFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Files from where a command says that they are: a URL, the object store, or the command itself. */
public final class MediaSources implements OutgoingMedia {
    private static final Map<MediaKind, String> NAMES = Map.of(
            MediaKind.IMAGE, "image",
            MediaKind.VIDEO, "video",
            MediaKind.AUDIO, "audio",
            MediaKind.VOICE, "voice",
            MediaKind.STICKER, "sticker",
            MediaKind.DOCUMENT, "document");

    private final OutboundHttp http;
    private final MediaStore store;
    private final long maxBytes;

    /** @param maxBytes of one file */
    public MediaSources(OutboundHttp http, MediaStore store, long maxBytes) {
        this.http = http;
        this.store = store;
        this.maxBytes = maxBytes;
    }

    /** @param fileName as the source has it; null where it has none */
    private record Source(@Nullable String fileName) {}

    @Override
    public PageFile fetch(TenantId tenant, Content.Media media, Path target)
            throws MediaRefused, MediaUnavailable, IOException {
        boolean taken = false;
        try {
            Source source = bring(tenant, media, target);
            if (Files.size(target) == 0) throw new MediaRefused("MEDIA_BROKEN", "the file is empty");
            String found = ContentSniffer.typeOf(target);
            MediaKind kind = MediaKinds.of(media, found);
            MediaKinds.check(kind, found);
            String name = media.fileName() != null ? media.fileName() : source.fileName();
            taken = true;
            return new PageFile(
                    target,
                    kind,
                    MediaKinds.mimeType(kind, media.mimeType(), found),
                    name != null ? name : Objects.requireNonNull(NAMES.get(kind)));
        } finally {
            if (!taken) Files.deleteIfExists(target);
        }
    }

    private Source bring(TenantId tenant, Content.Media media, Path target)
            throws MediaRefused, MediaUnavailable, IOException {
        if (media.url() != null) return byUrl(media.url(), target);
        if (media.mediaId() != null) return stored(tenant, media.mediaId(), target);
        return given(Objects.requireNonNull(media.base64()), target);
    }

    private Source byUrl(String url, Path target) throws MediaRefused, MediaUnavailable, IOException {
        try {
            Fetched fetched = http.fetch(new FetchRequest(url, target, maxBytes, MediaTypes.ANY));
            return new Source(fetched.fileName());
        } catch (OutboundHttpException e) {
            String text = String.valueOf(e.getMessage());
            if (e.isTemporary()) throw new MediaUnavailable(e.fault().mediaCode(), text);
            throw new MediaRefused(e.fault().mediaCode(), text);
        }
    }

    private Source stored(TenantId tenant, String mediaId, Path target)
            throws MediaRefused, MediaUnavailable, IOException {
        try {
            MediaInfo info = store.get(tenant, new MediaId(mediaId), target)
                    .orElseThrow(() -> new MediaRefused("MEDIA_NOT_FOUND", "there is no file of this mediaId"));
            if (info.size() > maxBytes)
                throw new MediaRefused("MEDIA_TOO_LARGE", "the file has more than " + maxBytes + " bytes");
            return new Source(info.fileName());
        } catch (MediaDamaged e) {
            throw new MediaRefused("MEDIA_BROKEN", "the stored file is damaged");
        } catch (StoreUnavailable e) {
            throw new MediaUnavailable("STORE_UNAVAILABLE", "the object store is not available");
        } catch (KeyUnavailable e) {
            throw new MediaUnavailable("KEY_UNAVAILABLE", "the worker does not have the master key of the stored file");
        }
    }

    private static Source given(String base64, Path target) throws MediaRefused, IOException {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new MediaRefused("MEDIA_BROKEN", "base64 can't be read");
        }
        Files.write(target, bytes, StandardOpenOption.CREATE_NEW);
        return new Source(null);
    }
}
