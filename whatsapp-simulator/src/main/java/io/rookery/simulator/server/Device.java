package io.rookery.simulator.server;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A linked device: what it must prove at log-in, and what waits for it. */
final class Device {

    private final JsonObject data;
    private final TreeMap<Long, JsonObject> queue = new TreeMap<>();
    private @Nullable PageConnection connection;

    Device(JsonObject data) {
        this.data = data;
    }

    static Device of(Phone phone, int index, PageConnection.Registration keys, String advSecret, String linkedAt) {
        return new Device(new JsonObject()
                .put("id", phone.number() + ":" + index)
                .put("index", index)
                .put("number", phone.number())
                .put("publicKey", keys.publicKey())
                .put("identity", keys.identity())
                .put("registrationId", keys.registrationId())
                .put("advSecret", advSecret)
                .put("linkedAt", linkedAt)
                .put("badLogins", 0));
    }

    /** The form in which the device is kept. */
    JsonObject data() {
        return data;
    }

    String id() {
        return data.getString("id");
    }

    int index() {
        return data.getInteger("index");
    }

    String number() {
        return data.getString("number");
    }

    String publicKey() {
        return data.getString("publicKey");
    }

    String linkedAt() {
        return data.getString("linkedAt");
    }

    int badLogins() {
        return data.getInteger("badLogins");
    }

    void badLogins(int count) {
        data.put("badLogins", count);
    }

    /** What a log-in signs: the challenge and every value that the profile must still hold. */
    String loginText(String challenge) {
        return String.join(
                "|",
                challenge,
                id(),
                data.getString("identity"),
                data.getString("registrationId"),
                data.getString("advSecret"));
    }

    /** How often the ratchet with an account has turned, as the rest of the world knows it. */
    int turn(String number) {
        return data.getJsonObject("turns", new JsonObject()).getInteger(number, 0);
    }

    void turn(String number, int value) {
        data.put("turns", data.getJsonObject("turns", new JsonObject()).put(number, value));
    }

    boolean knowsGroups() {
        return data.getBoolean("knowsGroups", false);
    }

    void knowsGroups(boolean value) {
        data.put("knowsGroups", value);
    }

    /** Items that the device has not acknowledged yet, by their number. */
    TreeMap<Long, JsonObject> queue() {
        return queue;
    }

    Optional<PageConnection> connection() {
        return Optional.ofNullable(connection);
    }

    void connection(@Nullable PageConnection newest) {
        connection = newest;
    }
}
