package io.rookery.simulator.server;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * What a message holds besides its text. Pages and phones fill in these fields; the server hands them on as they are.
 *
 * <p>{@code quoted {id, author, type, text}}, {@code mentions [number]}, {@code forwarded true}, {@code location {lat,
 * lng, name, url}}, {@code contacts [{name, vcard}]}, {@code poll {name, options, selectable}}, {@code media {sha256,
 * size, mimetype, filename, duration, width, height, viewOnce, gif, waveform}}.
 */
final class Content {

    private static final List<String> FIELDS =
            List.of("quoted", "mentions", "forwarded", "location", "contacts", "poll", "media");

    /** WhatsApp Web's types of messages, and what the phone API calls them. */
    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("chat", "text"),
            Map.entry("image", "image"),
            Map.entry("video", "video"),
            Map.entry("audio", "audio"),
            Map.entry("ptt", "voice"),
            Map.entry("document", "document"),
            Map.entry("sticker", "sticker"),
            Map.entry("location", "location"),
            Map.entry("vcard", "contact"),
            Map.entry("multi_vcard", "contact"),
            Map.entry("poll_creation", "poll"));

    private Content() {}

    static String kind(JsonObject message) {
        String type = message.getString("type", "chat");
        return KINDS.getOrDefault(type, type);
    }

    /** Copies the content from where a sender has written it. */
    static JsonObject copy(JsonObject from, JsonObject to) {
        for (String field : FIELDS) {
            Object value = from.getValue(field);
            if (value != null) {
                to.put(field, value);
            }
        }
        return to;
    }

    static void clear(JsonObject message) {
        FIELDS.forEach(message::remove);
    }
}
