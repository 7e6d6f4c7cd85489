package io.rookery.worker.media;

import io.rookery.events.Content;
import io.rookery.events.Content.MediaKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which files can be shown how. What they are is decided by their bytes; a document may be anything. */
final class MediaKinds {
    /** An image that WhatsApp Web can decode; a moving GIF is none, WhatsApp has videos for that. */
    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png", "image/webp");

    private static final Set<String> VIDEOS = Set.of("video/mp4", "video/3gpp");
    private static final Map<MediaKind, Set<String>> TAKEN = Map.of(
            MediaKind.IMAGE, IMAGES,
            MediaKind.STICKER, IMAGES,
            MediaKind.VIDEO, VIDEOS);
    private static final String ANYTHING = "application/octet-stream";

    private MediaKinds() {}

    /** The type, as a person or a program wrote it, without its parameters. */
    private static String essence(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    /** @param found by the bytes */
    static MediaKind of(Content.Media media, String found) {
        if (media.kind() != null) return media.kind();
        String type = essence(found);
        if (IMAGES.contains(type)) return MediaKind.IMAGE;
        if (VIDEOS.contains(type)) return MediaKind.VIDEO;
        return type.startsWith("audio/") ? MediaKind.AUDIO : MediaKind.DOCUMENT;
    }

    /** Refuses a file that is not what it shall be shown as. */
    static void check(MediaKind kind, String found) throws MediaRefused {
        String type = essence(found);
        boolean taken = switch (kind) {
            case IMAGE, STICKER, VIDEO -> TAKEN.getOrDefault(kind, Set.of()).contains(type);
            case AUDIO, VOICE -> type.startsWith("audio/");
            case DOCUMENT -> true;
        };
        if (!taken)
            throw new MediaRefused(
                    "MEDIA_UNSUPPORTED",
                    "the file is " + type + " by its content, which can't be sent as " + name(kind) + "; "
                            + wanted(kind) + " can");
    }

    private static String wanted(MediaKind kind) {
        Set<String> types = TAKEN.get(kind);
        return types == null
                ? "an audio file"
                : String.join(", ", List.copyOf(types).stream().sorted().toList());
    }

    private static String name(MediaKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** What the receiver is told that it is. Of a document the sender knows more than its bytes say: all texts look alike. */
    static String mimeType(MediaKind kind, @Nullable String given, String found) {
        return kind == MediaKind.DOCUMENT && given != null && !essence(given).equals(ANYTHING) ? given : found;
    }
}
