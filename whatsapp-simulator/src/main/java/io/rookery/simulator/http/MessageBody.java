package io.rookery.simulator.http;

import io.rookery.simulator.server.Refused;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Reads what the phone API is given to send. */
final class MessageBody {

    private MessageBody() {}

    /** @return the content of a message, as the server takes it. @throws Refused where it makes no sense */
    static JsonObject content(JsonObject body) {
        JsonObject content = new JsonObject().put("type", "chat").put("text", body.getString("text", ""));
        if (content.getString("text").isBlank()) {
            throw new Refused(400, "The field text is missing.");
        }
        JsonArray mentions = body.getJsonArray("mentions");
        if (mentions != null) {
            content.put("mentions", mentions);
        }
        return content.put("replyTo", body.getString("replyTo"));
    }
}
