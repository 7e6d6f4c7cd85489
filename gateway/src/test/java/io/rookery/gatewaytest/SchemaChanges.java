package io.rookery.gatewaytest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What a schema's new form breaks of its old one. What callers send may only be taken more widely; what they read may only become more. Where rules can't be compared (patterns, alternatives), any
 * change is one that breaks.
 */
final class SchemaChanges {
    /** Who writes what the schema describes. */
    enum Use {
        /** Callers: all that was taken must be taken. */
        TAKEN,
        /** Rookery: all that was told must be told. */
        TOLD
    }

    private static final List<String> UPPER =
            List.of("maximum", "maxLength", "maxItems", "maxProperties", "exclusiveMaximum");
    private static final List<String> LOWER =
            List.of("minimum", "minLength", "minItems", "minProperties", "exclusiveMinimum");
    private static final List<String> RULES = List.of(
            "pattern",
            "const",
            "not",
            "if",
            "then",
            "else",
            "oneOf",
            "anyOf",
            "uniqueItems",
            "propertyNames",
            "dependentRequired");

    private final JsonNode before;
    private final JsonNode after;
    private final Set<String> seen = new HashSet<>();
    private final List<String> breaks = new ArrayList<>();

    /** @param before the whole document, for its references */
    SchemaChanges(JsonNode before, JsonNode after) {
        this.before = before;
        this.after = after;
    }

    /** One sentence for each, in the order in which they were found. */
    List<String> breaks() {
        return breaks;
    }

    void compare(String place, JsonNode old, JsonNode now, Use use) {
        String reference =
                old.path("$ref").asString("") + "→" + now.path("$ref").asString("") + use;
        if (reference.length() > use.name().length() + 1 && !seen.add(reference)) return;
        JsonNode was = resolved(before, old);
        JsonNode is = resolved(after, now);
        types(place, was, is, use);
        values(place, was, is, use);
        properties(place, was, is, use);
        if (use == Use.TAKEN) limits(place, was, is);
        if (was.has("items")) compare(place + "[]", was.path("items"), is.path("items"), use);
        if (was.path("additionalProperties").isObject()
                && is.path("additionalProperties").isObject())
            compare(place + ".*", was.path("additionalProperties"), is.path("additionalProperties"), use);
        JsonNode all = was.path("allOf");
        if (all.size() != is.path("allOf").size()) {
            if (use == Use.TAKEN || all.size() > is.path("allOf").size()) breaks.add(place + ": allOf is another one");
        } else
            for (int at = 0; at < all.size(); at++)
                compare(place, all.get(at), is.path("allOf").get(at), use);
    }

    private static JsonNode resolved(JsonNode document, JsonNode schema) {
        JsonNode at = schema;
        while (at.has("$ref")) at = document.at(at.path("$ref").asString().substring(1));
        return at;
    }

    private void types(String place, JsonNode was, JsonNode is, Use use) {
        Set<String> old = names(was.path("type"));
        Set<String> now = names(is.path("type"));
        if (old.equals(now)) return;
        boolean isFine = use == Use.TAKEN
                ? now.isEmpty() || !old.isEmpty() && now.containsAll(old)
                : old.isEmpty() || !now.isEmpty() && old.containsAll(now);
        if (!isFine) breaks.add(place + ": type was " + old + ", is " + now);
    }

    private void values(String place, JsonNode was, JsonNode is, Use use) {
        Set<String> gone = names(was.path("enum"));
        boolean isNew = gone.isEmpty() && !is.path("enum").isEmpty();
        if (isNew && use == Use.TAKEN) breaks.add(place + ": only some values are taken now");
        if (gone.isEmpty() || use == Use.TAKEN && is.path("enum").isMissingNode()) return;
        gone.removeAll(names(is.path("enum")));
        if (!gone.isEmpty()) breaks.add(place + ": the values " + gone + " are gone");
    }

    private void properties(String place, JsonNode was, JsonNode is, Use use) {
        for (Map.Entry<String, JsonNode> field : was.path("properties").properties()) {
            JsonNode now = is.path("properties").path(field.getKey());
            String name = place + "." + field.getKey();
            if (now.isMissingNode()) breaks.add(name + " is gone");
            else compare(name, field.getValue(), now, use);
        }
        Set<String> old = names(was.path("required"));
        Set<String> now = names(is.path("required"));
        if (use == Use.TAKEN) now.removeAll(old);
        else old.removeAll(now);
        Set<String> wrong = use == Use.TAKEN ? now : old;
        if (!wrong.isEmpty())
            breaks.add(place + ": " + wrong + (use == Use.TAKEN ? " are required now" : " may be missing now"));
    }

    private void limits(String place, JsonNode was, JsonNode is) {
        for (String rule : UPPER)
            if (is.has(rule)
                    && (!was.has(rule)
                            || is.path(rule).asDouble() < was.path(rule).asDouble()))
                breaks.add(place + ": " + rule + " is lower");
        for (String rule : LOWER)
            if (is.has(rule)
                    && (!was.has(rule)
                            || is.path(rule).asDouble() > was.path(rule).asDouble()))
                breaks.add(place + ": " + rule + " is higher");
        for (String rule : RULES)
            if (is.has(rule) && !is.path(rule).equals(was.path(rule)))
                breaks.add(place + ": " + rule + " is another one");
        JsonNode others = is.path("additionalProperties");
        if (others.isBoolean()
                && !others.asBoolean()
                && !was.path("additionalProperties").equals(others))
            breaks.add(place + ": unknown fields are refused now");
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        if (node.isArray()) node.forEach(name -> names.add(name.asString()));
        else if (!node.isMissingNode()) names.add(node.asString());
        return names;
    }
}
