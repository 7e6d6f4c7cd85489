package io.rookery.gateway.config.kafka;

import io.rookery.gateway.config.ConfigKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shape of the records: the key is {@code kind/id}, the value a CloudEvent of the type {@code io.rookery.config.<kind>} whose data are the entry; a record without a value removes it. */
final class ConfigRecords {
    private static final String TYPE_PREFIX = "io.rookery.config.";
    private static final JsonMapper JSON = JsonMapper.shared();

    private ConfigRecords() {}

    /** Which entry a record is about. */
    record Name(ConfigKind kind, String id) {
        String key() {
            return kind.word() + "/" + id;
        }

        /** @return empty where the key names nothing that this version knows */
        static Optional<Name> of(String key) {
            int slash = key.indexOf('/');
            if (slash < 0 || slash == key.length() - 1) return Optional.empty();
            String word = key.substring(0, slash);
            return Arrays.stream(ConfigKind.values())
                    .filter(kind -> kind.word().equals(word.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .map(kind -> new Name(kind, key.substring(slash + 1)));
        }
    }

    static byte[] encode(Name name, String json, Instant now) {
        var event = JSON.createObjectNode();
        event.put("specversion", "1.0");
        event.put("id", UUID.randomUUID().toString());
        event.put("source", "/gateway");
        event.put("type", TYPE_PREFIX + name.kind().word());
        event.put("subject", name.id());
        event.put("time", now.toString());
        event.put("datacontenttype", "application/json");
        event.set("data", JSON.readTree(json));
        return JSON.writeValueAsBytes(event);
    }

    /** @return the entry's JSON; empty where the value is none of ours */
    static Optional<String> decode(Name name, byte[] value) {
        try {
            JsonNode event = JSON.readTree(new String(value, StandardCharsets.UTF_8));
            boolean fits = event.path("type")
                            .asString("")
                            .equals(TYPE_PREFIX + name.kind().word())
                    && event.path("data").isObject();
            return fits ? Optional.of(JSON.writeValueAsString(event.get("data"))) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
