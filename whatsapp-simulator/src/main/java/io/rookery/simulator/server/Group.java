package io.rookery.simulator.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A group: its id, its subject and the numbers of its members. */
final class Group {

    private final JsonObject data;

    Group(JsonObject data) {
        this.data = data;
    }

    static Group of(String id, String subject, List<String> members, String at) {
        return new Group(new JsonObject()
                .put("id", id)
                .put("subject", subject)
                .put("owner", members.getFirst())
                .put("participants", new JsonArray(List.copyOf(members)))
                .put("at", at));
    }

    /** The form in which the group is kept, and which the phone API shows. */
    JsonObject data() {
        return data;
    }

    String id() {
        return data.getString("id");
    }

    String owner() {
        return data.getString("owner");
    }

    List<String> members() {
        return data.getJsonArray("participants").stream().map(String::valueOf).toList();
    }
}
