package io.rookery.gateway.webhook;

import io.rookery.events.TenantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** What stands around an event's data. Read without them: most events are not for the endpoint that reads them. */
record Envelope(
        String session,
        String type,
        String tenant,
        @Nullable Integer epoch) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** @return empty where the value is no event */
    static Optional<Envelope> read(byte[] value) {
        String session = null;
        String type = null;
        String tenant = TenantId.DEFAULT.value();
        Integer epoch = null;
        try (JsonParser parser = JSON.createParser(value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) return Optional.empty();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken token = parser.nextToken();
                switch (name) {
                    case "subject" -> session = parser.getValueAsString();
                    case "type" -> type = parser.getValueAsString();
                    case "tenant" -> tenant = token == JsonToken.VALUE_NULL ? tenant : parser.getValueAsString("");
                    case "epoch" -> epoch = token == JsonToken.VALUE_NULL ? null : (Integer) parser.getValueAsInt(0);
                    default -> parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            return Optional.empty();
        }
        if (session == null || type == null) return Optional.empty();
        return Optional.of(new Envelope(session, type, tenant, epoch));
    }
}
