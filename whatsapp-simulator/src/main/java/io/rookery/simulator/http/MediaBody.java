package io.rookery.simulator.http;

import io.rookery.simulator.server.Refused;
import io.rookery.simulator.store.MediaStore;
import io.rookery.simulator.store.MediaStore.Stored;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Reads the media that the phone API is given to send: {@code {base64 or sha256, mimetype, filename?, kind?, caption?,
 * duration?, width?, height?, viewOnce?, gif?}}. The kind is one of image, video, audio, voice, document and sticker,
 * and follows from the type where it is not given; sha256 stands for bytes that were brought to {@code /media} before.
 */
final class MediaBody {

    private static final Map<String, String> TYPES = Map.of(
            "image", "image",
            "video", "video",
            "audio", "audio",
            "voice", "ptt",
            "document", "document",
            "sticker", "sticker");

    private static final List<String> OPTIONAL = List.of("filename", "duration", "width", "height", "viewOnce", "gif");

    private MediaBody() {}

    static JsonObject content(JsonObject content, JsonObject given, MediaStore store) {
        String mimetype = given.getString("mimetype", "");
        if (!mimetype.matches("[\\w.+-]+/[\\w.+-]+(;.*)?")) {
            throw new Refused(400, "Media have a mimetype.");
        }
        String start = mimetype.substring(0, mimetype.indexOf('/'));
        String type = TYPES.get(given.getString("kind", TYPES.containsKey(start) ? start : "document"));
        if (type == null) {
            throw new Refused(400, "Media are of the kind image, video, audio, voice, document or sticker.");
        }
        Stored stored = store(given, store);
        JsonObject media = new JsonObject()
                .put("sha256", stored.sha256())
                .put("size", stored.size())
                .put("mimetype", mimetype);
        for (String field : OPTIONAL) {
            if (given.getValue(field) != null) {
                media.put(field, given.getValue(field));
            }
        }
        return content.put("type", type)
                .put("text", given.getString("caption", ""))
                .put("media", media);
    }

    /** The bytes that base64 holds, or that sha256 names. @throws Refused where there are none */
    static Stored store(JsonObject given, MediaStore store) {
        String base64 = given.getString("base64");
        if (base64 == null) {
            String sha256 = given.getString("sha256", "");
            Path file = store.find(sha256).orElseThrow(() -> new Refused(400, "Media have base64, or a known sha256."));
            try {
                return new Stored(sha256, Files.size(file));
            } catch (IOException e) {
                throw new UncheckedIOException("the media cannot be read", e);
            }
        }
        try {
            return store.put(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException broken) {
            throw new Refused(400, "The field base64 is not what it says.");
        }
    }
}
