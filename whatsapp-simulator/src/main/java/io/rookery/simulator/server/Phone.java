package io.rookery.simulator.server;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/** A phone with its account: what its human sees. */
final class Phone {

    private final JsonObject data;
    private final SequencedMap<String, JsonObject> messages = new LinkedHashMap<>();

    Phone(JsonObject data) {
        this.data = data;
    }

    static Phone of(String number, String name, String platform) {
        long lid = 100_000_000_000_000L + Math.floorMod(number.hashCode() * 2_654_435_761L, 899_999_999_999_999L);
        return new Phone(new JsonObject()
                .put("number", number)
                .put("name", name)
                .put("platform", platform)
                .put("lid", Long.toString(lid))
                .put("online", true)
                .put("linked", 0));
    }

    /** The form in which the phone is kept. */
    JsonObject data() {
        return data;
    }

    String number() {
        return data.getString("number");
    }

    String name() {
        return data.getString("name");
    }

    String lid() {
        return data.getString("lid");
    }

    /** What the phone is: {@code android}, {@code iphone}, or {@code smba} and {@code smbi} for a business's. */
    String platform() {
        return data.getString("platform", "android");
    }

    boolean online() {
        return data.getBoolean("online");
    }

    void online(boolean value) {
        data.put("online", value);
    }

    /** The SHA-256 of the picture that others see. */
    Optional<String> picture() {
        return Optional.ofNullable(data.getString("picture"));
    }

    void picture(String sha256) {
        data.put("picture", sha256);
    }

    /** @return the index of the next device; never used twice */
    int nextDevice() {
        int index = data.getInteger("linked") + 1;
        data.put("linked", index);
        return index;
    }

    /** Messages by {@code sender/id}, in the order they came. */
    SequencedMap<String, JsonObject> messages() {
        return messages;
    }
}
