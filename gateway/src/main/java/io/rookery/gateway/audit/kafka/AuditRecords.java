package io.rookery.gateway.audit.kafka;

import io.rookery.gateway.audit.AuditRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The shape of the records: the key is the tenant, so that all of a tenant is in one partition and in order; the value a CloudEvent of the type {@value #TYPE}, about the session where there is one. */
final class AuditRecords {
    static final String TYPE = "io.rookery.audit.request";
    private static final JsonMapper JSON = JsonMapper.shared();

    private AuditRecords() {}

    static byte[] encode(AuditRecord entry) {
        var event = JSON.createObjectNode();
        event.put("specversion", "1.0");
        event.put("id", entry.id());
        event.put("source", "/gateway");
        event.put("type", TYPE);
        String session = entry.about().get("sessionId");
        if (session != null) event.put("subject", session);
        event.put("time", entry.time().toString());
        event.put("datacontenttype", "application/json");
        event.put("tenant", entry.tenant());
        var data = event.putObject("data");
        data.put("keyId", entry.keyId());
        data.put("role", entry.role());
        data.put("action", entry.action());
        data.put("method", entry.method());
        data.put("route", entry.route());
        data.set("about", JSON.valueToTree(entry.about()));
        data.put("status", entry.status());
        return JSON.writeValueAsBytes(event);
    }

    /** @return empty where the value is none of ours */
    static Optional<AuditRecord> decode(byte[] value) {
        try {
            JsonNode event = JSON.readTree(value);
            if (!event.path("type").asString("").equals(TYPE)) return Optional.empty();
            JsonNode data = event.path("data");
            Map<String, String> about = new LinkedHashMap<>();
            data.path("about")
                    .properties()
                    .forEach(field -> about.put(field.getKey(), field.getValue().asString("")));
            return Optional.of(new AuditRecord(
                    event.path("id").asString(""),
                    Instant.parse(event.path("time").asString("")),
                    data.path("keyId").asString(""),
                    event.path("tenant").asString(""),
                    data.path("role").asString(""),
                    data.path("action").asString(""),
                    data.path("method").asString(""),
                    data.path("route").asString(""),
                    about,
                    data.path("status").asInt(0)));
        } catch (JacksonException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
