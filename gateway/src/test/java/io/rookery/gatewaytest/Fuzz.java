package io.rookery.gatewaytest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Requests that are wrong in one or several ways, made of the API description. The same seed makes the same requests. */
final class Fuzz {
    /** Stands in every value that is made up here: no answer may repeat it. */
    static final String MARK = "zq9Xmark";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> PATH_VALUES = List.of(
            "..%2f..%2fetc%2fpasswd" + MARK,
            "%00" + MARK,
            MARK + "%00.png",
            "..;" + MARK,
            ";" + MARK + "=1",
            "%2e%2e",
            "..",
            "%ED%A0%80" + MARK,
            "%FF" + MARK,
            "%E2%80%AE" + MARK,
            "%" + MARK,
            "%zz",
            MARK + "%0d%0aX-Evil:1",
            "%7BsessionId%7D",
            "%22%3E%3Cscript%3E" + MARK,
            MARK.repeat(1000),
            "\u00ff\u00fe" + MARK,
            "%F0%9F%98%80" + MARK,
            "nobody",
            "");
    private static final List<String> QUERY_VALUES = List.of(
            "abc" + MARK,
            "-1",
            "99999999999999999999",
            "1.5",
            "",
            "%00" + MARK,
            "%FF",
            "NaN",
            MARK.repeat(500),
            "true" + MARK);
    private static final List<String> HEADERS = List.of(
            "Idempotency-Key: " + MARK.repeat(40),
            "Idempotency-Key: \u00e9" + MARK,
            "Idempotency-Key: ",
            "Idempotency-Key: a b " + MARK,
            "Prefer: wait=" + MARK,
            "Prefer: wait=-1, wait==0, ;;;,",
            "Prefer: wait=0.5; ,wait=0",
            "Accept: text/html",
            "Accept: */*;q=" + MARK,
            "Accept: " + MARK,
            "Accept: application/json;charset=" + MARK,
            "Accept-Language: " + MARK,
            "Accept-Encoding: " + MARK,
            "Content-Type: text/plain",
            "Content-Type: " + MARK,
            "Content-Type: application/json;charset=" + MARK,
            "Content-Type: application/json;charset=utf-16",
            "Content-Type: multipart/form-data",
            "Content-Type: multipart/form-data; boundary=" + MARK,
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Encoding: gzip",
            "Last-Event-ID: " + MARK,
            "Last-Event-ID: \u00ff\u00ff",
            "If-None-Match: " + MARK,
            "If-None-Match: \"" + MARK + "\", W/\"x\", *",
            "If-Modified-Since: " + MARK,
            "Range: bytes=" + MARK,
            "Range: bytes=9-1,-0",
            "X-Request-Id: " + MARK.repeat(30),
            "X-Request-Id: \u00e9 <" + MARK + ">",
            "X-Forwarded-For: " + MARK,
            "X-Forwarded-Host: " + MARK,
            "X-HTTP-Method-Override: DELETE",
            "Host: " + MARK,
            "Origin: https://" + MARK + ".example",
            "Cookie: a=" + MARK,
            "Authorization: Bearer " + MARK,
            "X-Api-Key: " + MARK,
            "traceparent: " + MARK,
            "Upgrade: websocket",
            "Content-Disposition: attachment; filename=\"" + MARK,
            "Content-Disposition: attachment; filename*=UTF-8''%ff%zz" + MARK,
            "X-Large: " + MARK.repeat(900));
    private static final List<String> TEXTS = List.of(
            "",
            MARK,
            "\u0000" + MARK,
            "\u202e" + MARK,
            "e\u0301\u0301\u0301" + MARK,
            "\ud83d\ude00".repeat(100),
            "\uffff" + MARK,
            MARK.repeat(20_000),
            "+49170000000" + MARK,
            "${jndi:ldap://" + MARK + "}",
            "{{" + MARK + "}}");
    private static final List<String> JSON_VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1e400",
            "99999999999999999999999999",
            "0.1",
            "[]",
            "{}",
            "[[[[[]]]]]",
            "\"\\ud800" + MARK + "\"",
            "\"\\udc00\\ud800\"",
            "[null]",
            "{\"" + "a".repeat(300) + "\":1}");

    private final Random random;
    private final String key;

    Fuzz(long seed, String key) {
        this.random = new Random(seed);
        this.key = key;
    }

    /** @param text what it is, for the message of a test that fails */
    record Request(String route, byte[] bytes, String text) {}

    /** One operation of the description. */
    record Route(String method, String path, JsonNode node) {
        List<JsonNode> bodies() {
            JsonNode json = node.at("/requestBody/content/application~1json");
            List<JsonNode> bodies = new ArrayList<>();
            json.path("examples").forEach(example -> bodies.add(example.path("value")));
            if (json.has("example")) bodies.add(json.path("example"));
            return bodies;
        }
    }

    static List<Route> routes(JsonNode api) {
        List<Route> routes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : api.path("paths").properties())
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties())
                routes.add(new Route(
                        operation.getKey().toUpperCase(java.util.Locale.ROOT), path.getKey(), operation.getValue()));
        return routes;
    }

    Request request(Route route) {
        boolean hasBody = !route.bodies().isEmpty();
        String path = path(route);
        String method =
                chance(20) ? pick(List.of("PATCH", "TRACE", "OPTIONS", "FOO", "HEAD", "POST", "PUT")) : route.method();
        byte[] body = hasBody || chance(6) ? body(route) : new byte[0];
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n");
        if (!chance(12)) head.append("X-Api-Key: ").append(key).append("\r\n");
        if (hasBody && !chance(8)) head.append("Content-Type: application/json\r\n");
        for (int extra = random.nextInt(4); extra > 0; extra--) {
            String header = pick(HEADERS);
            head.append(header).append("\r\n");
            if (chance(4)) head.append(header).append("\r\n");
        }
        boolean chunked = body.length > 0 && chance(5);
        if (chunked) head.append("Transfer-Encoding: chunked\r\n");
        else if (body.length > 0 || hasBody)
            head.append("Content-Length: ").append(body.length).append("\r\n");
        head.append("\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = chunked
                ? join(
                        start,
                        (Integer.toHexString(body.length) + "\r\n").getBytes(StandardCharsets.US_ASCII),
                        body,
                        "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                : join(start, body);
        String text = new String(bytes, 0, Math.min(bytes.length, 3000), StandardCharsets.ISO_8859_1);
        return new Request(route.method() + " " + route.path(), bytes, text);
    }

    private String path(Route route) {
        String path = route.path();
        while (path.contains("{")) {
            String name = path.substring(path.indexOf('{') + 1, path.indexOf('}'));
            String usual = name.equals("sessionId") ? "alice" : "3EB0C0FFEE";
            path = path.substring(0, path.indexOf('{'))
                    + (chance(3) ? pick(PATH_VALUES) : usual)
                    + path.substring(path.indexOf('}') + 1);
        }
        if (chance(15))
            path += pick(List.of("/", "//", ";x=" + MARK, "/../..", "%2f..", "/%2e%2e/%2e%2e/health", "#" + MARK));
        List<String> queries = new ArrayList<>();
        for (JsonNode parameter : route.node().path("parameters"))
            if (parameter.path("in").asString().equals("query") && chance(2))
                queries.add(parameter.path("name").asString() + "=" + pick(QUERY_VALUES));
        if (chance(10)) queries.add("unheard=" + MARK);
        if (!queries.isEmpty() && chance(5)) queries.add(queries.getFirst());
        return queries.isEmpty() ? path : path + "?" + String.join("&", queries);
    }

    private byte[] body(Route route) {
        String valid = route.bodies().isEmpty() ? "{}" : pick(route.bodies()).toString();
        return switch (random.nextInt(14)) {
            case 0 -> new byte[0];
            case 1 -> valid.substring(0, random.nextInt(valid.length() + 1)).getBytes(StandardCharsets.UTF_8);
            case 2 -> "[".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
            case 3 -> ("{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000)).getBytes(StandardCharsets.US_ASCII);
            case 4 -> (valid + pick(List.of(valid, "]", "//", "\u0000"))).getBytes(StandardCharsets.UTF_8);
            case 5 -> valid.getBytes(StandardCharsets.UTF_16);
            case 6 -> join(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, valid.getBytes(StandardCharsets.UTF_8));
            case 7 -> noise();
            case 8 ->
                chance(20)
                        ? ("{\"text\":\"" + "x".repeat(900_000) + "\"}").getBytes(StandardCharsets.US_ASCII)
                        : noise();
            case 9 -> pick(JSON_VALUES).getBytes(StandardCharsets.UTF_8);
            case 10 -> valid.replaceFirst("^\\{", "{\"to\":\"" + MARK + "\",").getBytes(StandardCharsets.UTF_8);
            default -> mutated(valid).getBytes(StandardCharsets.UTF_8);
        };
    }

    private byte[] noise() {
        byte[] noise = new byte[random.nextInt(400)];
        random.nextBytes(noise);
        return noise;
    }

    /** Another value somewhere in it. */
    private String mutated(String valid) {
        JsonNode tree = JSON.readTree(valid);
        if (!(tree instanceof ObjectNode root)) return valid;
        List<UnaryOperator<String>> places = new ArrayList<>();
        collect(root, places);
        if (places.isEmpty() || chance(8))
            return valid.replaceFirst("^\\{", "{\"unheardOf\":1" + (root.isEmpty() ? "" : ","));
        // A place holder stands where the value will be, so that it may be what no tree can hold.
        return pick(places).apply(chance(2) ? pick(JSON_VALUES) : JSON.writeValueAsString(pick(TEXTS)));
    }

    private static void collect(ObjectNode root, List<UnaryOperator<String>> places) {
        collect(root, root, places);
    }

    private static void collect(ObjectNode root, JsonNode node, List<UnaryOperator<String>> places) {
        if (node instanceof ObjectNode object)
            for (String name : List.copyOf(object.propertyNames()))
                places.add(value -> {
                    JsonNode before = object.get(name);
                    object.put(name, "\u0001place");
                    String text = root.toString();
                    object.set(name, before);
                    return text.replace("\"\\u0001place\"", value);
                });
        node.forEach(child -> collect(root, child, places));
    }

    private boolean chance(int oneOf) {
        return random.nextInt(oneOf) == 0;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) length += part.length;
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
