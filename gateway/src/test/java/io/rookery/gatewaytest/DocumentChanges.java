package io.rookery.gatewaytest;

import io.rookery.gatewaytest.SchemaChanges.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a document's new form breaks of its old one, for clients that were made with the old one. */
final class DocumentChanges {
    private final JsonNode before;
    private final JsonNode after;
    private final SchemaChanges schemas;
    private final List<String> breaks = new ArrayList<>();

    private DocumentChanges(JsonNode before, JsonNode after) {
        this.before = before;
        this.after = after;
        this.schemas = new SchemaChanges(before, after);
    }

    static List<String> ofOpenApi(JsonNode before, JsonNode after) {
        var changes = new DocumentChanges(before, after);
        for (Map.Entry<String, JsonNode> path : before.path("paths").properties())
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties())
                changes.operation(
                        operation.getKey() + " " + path.getKey(),
                        operation.getValue(),
                        after.path("paths").path(path.getKey()).path(operation.getKey()));
        return changes.all();
    }

    static List<String> ofAsyncApi(JsonNode before, JsonNode after) {
        var changes = new DocumentChanges(before, after);
        for (Map.Entry<String, JsonNode> channel : before.path("channels").properties())
            changes.channel(
                    channel.getKey(), channel.getValue(), after.path("channels").path(channel.getKey()));
        for (Map.Entry<String, JsonNode> message :
                before.at("/components/messages").properties())
            changes.message(
                    message.getKey(),
                    message.getValue(),
                    after.at("/components/messages").path(message.getKey()));
        return changes.all();
    }

    private List<String> all() {
        breaks.addAll(schemas.breaks());
        return breaks;
    }

    private void operation(String name, JsonNode was, JsonNode is) {
        if (is.isMissingNode()) {
            breaks.add(name + " is gone");
            return;
        }
        same(name, "operationId", was, is);
        parameters(name, was, is);
        JsonNode body = is.path("requestBody");
        if (body.path("required").asBoolean(false)
                && !was.at("/requestBody/required").asBoolean(false)) breaks.add(name + ": a body is required now");
        content(name + " body", was.path("requestBody"), body, Use.TAKEN);
        for (Map.Entry<String, JsonNode> answer : was.path("responses").properties()) {
            JsonNode now = is.path("responses").path(answer.getKey());
            String place = name + " " + answer.getKey();
            if (now.isMissingNode()) {
                breaks.add(place + " is gone");
                continue;
            }
            for (JsonNode code : answer.getValue().path("x-codes"))
                if (now.path("x-codes").valueStream().noneMatch(code::equals))
                    breaks.add(place + ": the code " + code.asString() + " is gone");
            content(place, answer.getValue(), now, Use.TOLD);
        }
    }

    private void parameters(String name, JsonNode was, JsonNode is) {
        for (JsonNode parameter : was.path("parameters")) {
            JsonNode now = parameter(is, parameter);
            String place = name + " " + parameter.path("name").asString();
            if (now.isMissingNode()) breaks.add(place + " is gone");
            else schemas.compare(place, parameter.path("schema"), now.path("schema"), Use.TAKEN);
        }
        for (JsonNode parameter : is.path("parameters"))
            if (parameter.path("required").asBoolean(false)
                    && !parameter(was, parameter).path("required").asBoolean(false))
                breaks.add(name + ": " + parameter.path("name").asString() + " is required now");
    }

    private static JsonNode parameter(JsonNode operation, JsonNode like) {
        return operation
                .path("parameters")
                .valueStream()
                .filter(it -> it.path("name").equals(like.path("name"))
                        && it.path("in").equals(like.path("in")))
                .findFirst()
                .orElse(operation.path("no such parameter"));
    }

    private void content(String place, JsonNode was, JsonNode is, Use use) {
        for (Map.Entry<String, JsonNode> body : was.path("content").properties()) {
            JsonNode now = is.path("content").path(body.getKey());
            if (now.isMissingNode()) breaks.add(place + ": " + body.getKey() + " is gone");
            else schemas.compare(place, body.getValue().path("schema"), now.path("schema"), use);
        }
    }

    private void channel(String name, JsonNode was, JsonNode is) {
        same("channel " + name, "address", was, is);
        for (String message : was.path("messages").propertyNames())
            if (!is.path("messages").has(message)) breaks.add("channel " + name + ": " + message + " is gone");
    }

    private void message(String name, JsonNode was, JsonNode is) {
        same(name, "name", was, is);
        same(name, "contentType", was, is);
        Use use = name.startsWith("command.") ? Use.TAKEN : Use.TOLD;
        schemas.compare(name, was.path("payload"), is.path("payload"), use);
        schemas.compare(name + " headers", was.path("headers"), is.path("headers"), use);
    }

    private void same(String place, String field, JsonNode was, JsonNode is) {
        if (!was.path(field).equals(is.path(field)))
            breaks.add(place + ": " + field + " was " + was.path(field) + ", is " + is.path(field));
    }
}
