package io.rookery.simulator.server;

import io.vertx.core.json.JsonObject;

/** Whose a message is and where it belongs. Accounts are named by their number, groups by their whole id. */
final class Envelope {

    private Envelope() {}

    /** What tells a message from all others: ids are the sender's own. */
    static String key(JsonObject message) {
        return key(message.getString("from"), message.getString("id"));
    }

    static String key(String from, String id) {
        return from + "/" + id;
    }

    static boolean isGroup(String address) {
        return address.endsWith("@g.us");
    }

    /** The chat in which an account sees a message: a group, or the other one's number. */
    static String chat(JsonObject message, String account) {
        String to = message.getString("to");
        return isGroup(to) || message.getString("from").equals(account) ? to : message.getString("from");
    }

    /** The fields that every ledger entry about a message carries. */
    static JsonObject fields(JsonObject message) {
        JsonObject fields = new JsonObject()
                .put("messageId", message.getString("id"))
                .put("from", message.getString("from"))
                .put("to", message.getString("to"))
                .put("kind", Content.kind(message));
        JsonObject media = message.getJsonObject("media");
        return media == null
                ? fields
                : fields.put("sha256", media.getString("sha256")).put("size", media.getLong("size"));
    }
}
