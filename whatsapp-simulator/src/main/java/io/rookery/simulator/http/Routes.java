package io.rookery.simulator.http;

import io.rookery.simulator.server.Refused;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A handful of JSON routes; every error is a problem document. */
final class Routes {

    /** What a route has at hand: the groups of its path, the query and the body (empty where there was none). */
    record Call(List<String> path, HttpServerRequest request, JsonObject body) {
        String required(String field) {
            String value = body.getString(field);
            if (value == null || value.isBlank()) {
                throw new Refused(400, "The field " + field + " is missing.");
            }
            return value;
        }

        /** A list of texts; empty where the field is missing. */
        List<String> texts(String field) {
            List<String> values = new ArrayList<>();
            for (Object value : body.getJsonArray(field, new JsonArray())) {
                values.add((String) value);
            }
            return values;
        }
    }

    /** A status and what is written as JSON: an object, an array, or nothing for null. */
    record Answer(int status, Object json) {
        static Answer ok(JsonObject json) {
            return new Answer(200, json);
        }

        static Answer ok(JsonArray json) {
            return new Answer(200, json);
        }
    }

    @FunctionalInterface
    interface Handler {
        Answer handle(Call call);
    }

    private record Route(HttpMethod method, Pattern path, Handler handler) {}

    /** What the JSON parser takes as one text. */
    private static final int LONGEST_TEXT = 20_000_000;

    private final List<Route> routes = new ArrayList<>();

    /** Adds a route; {@code *} in the path stands for one segment. */
    Routes on(HttpMethod method, String path, Handler handler) {
        routes.add(new Route(method, Pattern.compile(path.replace("*", "([^/]+)")), handler));
        return this;
    }

    void handle(HttpServerRequest request) {
        request.body().onSuccess(buffer -> {
            try {
                JsonObject body = buffer.length() == 0 ? new JsonObject() : new JsonObject(buffer);
                write(request, find(request, body));
            } catch (DecodeException | ClassCastException broken) {
                if (buffer.length() > LONGEST_TEXT) {
                    problem(request, 413, "A text has at most " + LONGEST_TEXT + " characters; see POST /media.");
                } else {
                    problem(request, 400, "The body is not the JSON object that is expected here.");
                }
            } catch (Refused refused) {
                problem(request, refused.status(), String.valueOf(refused.getMessage()));
            } catch (RuntimeException fault) {
                problem(request, 500, "The simulator has a fault: " + fault);
            }
        });
    }

    private Answer find(HttpServerRequest request, JsonObject body) {
        for (Route route : routes) {
            Matcher matcher = route.path().matcher(request.path());
            if (route.method().equals(request.method()) && matcher.matches()) {
                List<String> groups = new ArrayList<>();
                for (int i = 1; i <= matcher.groupCount(); i++) {
                    groups.add(URLDecoder.decode(matcher.group(i), StandardCharsets.UTF_8));
                }
                return route.handler().handle(new Call(groups, request, body));
            }
        }
        throw new Refused(404, "There is nothing at this address.");
    }

    static void write(HttpServerRequest request, Answer answer) {
        String text = answer.json() instanceof JsonArray array ? array.encode() : ((JsonObject) answer.json()).encode();
        request.response()
                .setStatusCode(answer.status())
                .putHeader("content-type", "application/json")
                .end(text);
    }

    static void problem(HttpServerRequest request, int status, String detail) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/problem+json")
                .end(new JsonObject()
                        .put("type", "about:blank")
                        .put("title", detail)
                        .put("status", status)
                        .encode());
    }
}
