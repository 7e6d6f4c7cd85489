package io.rookery.simulator.http;

import io.rookery.simulator.server.Refused;
import io.rookery.simulator.store.MediaStore;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Reads what the phone API is given to send: {@code text}, or one of {@code location {lat, lng, name?, address?, url?}},
 * {@code contact {name, number}} (or a list of them), {@code poll {name, options, selectable?}} and {@code media} (see
 * {@link MediaBody}); besides {@code replyTo}, {@code mentions} and {@code ageSeconds}.
 */
final class MessageBody {

    private static final List<String> ALONE = List.of("location", "contact", "poll", "media");

    private MessageBody() {}

    /** @return the content of a message, as the server takes it. @throws Refused where it makes no sense */
    static JsonObject content(JsonObject body, MediaStore media) {
        JsonObject content = new JsonObject().put("replyTo", body.getString("replyTo"));
        if (body.getJsonArray("mentions") != null) {
            content.put("mentions", body.getJsonArray("mentions"));
        }
        content.put("ageSeconds", age(body));
        List<String> given =
                ALONE.stream().filter(field -> body.getValue(field) != null).toList();
        if (given.size() > 1 || (!given.isEmpty() && body.containsKey("text"))) {
            throw new Refused(400, "A message is one of text, location, contact, poll and media.");
        }
        return switch (given.isEmpty() ? "text" : given.getFirst()) {
            case "location" ->
                content.put("type", "location").put("location", location(body.getJsonObject("location")));
            case "contact" -> contacts(content, body.getValue("contact"));
            case "poll" -> content.put("type", "poll_creation").put("poll", poll(body.getJsonObject("poll")));
            case "media" -> MediaBody.content(content, body.getJsonObject("media"), media);
            default -> content.put("type", "chat").put("text", required(body, "text"));
        };
    }

    private static long age(JsonObject body) {
        long seconds = body.getLong("ageSeconds", 0L);
        if (seconds < 0) {
            throw new Refused(400, "The field ageSeconds is negative.");
        }
        return seconds;
    }

    private static String required(JsonObject body, String field) {
        String value = body.getString(field);
        if (value == null || value.isBlank()) {
            throw new Refused(400, "The field " + field + " is missing.");
        }
        return value;
    }

    private static JsonObject location(JsonObject given) {
        Double lat = given.getDouble("lat");
        Double lng = given.getDouble("lng");
        if (lat == null || lng == null || Math.abs(lat) > 90 || Math.abs(lng) > 180) {
            throw new Refused(400, "A location has lat from -90 to 90 and lng from -180 to 180.");
        }
        JsonObject location = new JsonObject().put("lat", lat).put("lng", lng);
        for (String field : List.of("name", "address", "url")) {
            if (given.getString(field) != null) {
                location.put(field, given.getString(field));
            }
        }
        return location;
    }

    private static JsonObject contacts(JsonObject content, Object given) {
        JsonArray list = given instanceof JsonArray many ? many : new JsonArray().add(given);
        if (list.isEmpty()) {
            throw new Refused(400, "The field contact is empty.");
        }
        JsonArray contacts = new JsonArray();
        for (int i = 0; i < list.size(); i++) {
            contacts.add(card(list.getJsonObject(i)));
        }
        return content.put("type", contacts.size() == 1 ? "vcard" : "multi_vcard")
                .put("contacts", contacts);
    }

    private static JsonObject card(JsonObject contact) {
        String name = required(contact, "name");
        String number = required(contact, "number");
        if (!number.matches("[1-9][0-9]{6,14}")) {
            throw new Refused(400, "A number is 7 to 15 digits with the country code, without a plus.");
        }
        String written = name.replaceAll("([\\\\,;])", "\\\\$1");
        String vcard = String.join(
                "\n",
                "BEGIN:VCARD",
                "VERSION:3.0",
                "N:;" + written + ";;;",
                "FN:" + written,
                "TEL;type=CELL;waid=" + number + ":+" + number,
                "END:VCARD");
        return new JsonObject().put("name", name).put("vcard", vcard);
    }

    private static JsonObject poll(JsonObject given) {
        JsonArray options = given.getJsonArray("options", new JsonArray());
        if (options.size() < 2 || options.stream().distinct().count() < options.size()) {
            throw new Refused(400, "A poll has two or more different options.");
        }
        return new JsonObject()
                .put("name", required(given, "name"))
                .put("options", options)
                .put("selectable", given.getInteger("selectable", 0));
    }
}
