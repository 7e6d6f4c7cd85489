package io.rookery.gateway.webhook;

import io.rookery.events.InvalidValue;
import io.rookery.events.SessionId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a caller says of a web hook; of a change, what is left out stays as it is. */
@Schema(name = "WebhookSettings", description = "Of a change, what is left out stays as it is")
record WebhookBody(
        @Schema(description = "Where events are posted to; https", example = "https://hooks.example.com/rookery")
        @Nullable String url,

        @Schema(description = "Whose events; none for all sessions of the tenant", example = "[\"alice\"]") @Nullable List<String> sessions,

        @Schema(
                description =
                        "Which events: types without io.rookery.event., or message.* for all that begin so; none for all but session.qr, which must be named in full",
                example = "[\"message.*\",\"session.status\"]")
        @Nullable List<String> types,

        @Schema(
                description = "Sent with each request; the values are never shown again. A change replaces them all",
                example = "{\"Authorization\":\"Bearer …\"}")
        @Nullable Map<String, String> headers,

        @Schema(description = "A disabled web hook goes on where it stopped when it is enabled") @Nullable Boolean enabled) {
    private static final int MOST_SESSIONS = 1000;
    private static final int MOST_TYPES = 50;
    private static final int MOST_HEADERS = 20;
    private static final int LONGEST_HEADER = 4096;

    /** @throws InvalidValue where a part does not fit; of the URL only its presence is judged here */
    Webhooks.Wish over(@Nullable Webhook before) {
        String to = url != null ? url : before == null ? null : before.url();
        if (to == null) throw new InvalidValue("url", "is missing");
        return new Webhooks.Wish(to, sessionsOver(before), eventsOver(before), named(), enabledOver(before));
    }

    private Set<SessionId> sessionsOver(@Nullable Webhook before) {
        if (sessions == null) return before == null ? Set.of() : before.sessions();
        if (sessions.size() > MOST_SESSIONS)
            throw new InvalidValue("sessions", "must have at most " + MOST_SESSIONS + " entries");
        Set<SessionId> ids = new LinkedHashSet<>();
        for (int place = 0; place < sessions.size(); place++) {
            String id = sessions.get(place);
            if (id == null || !SessionId.isValid(id))
                throw new InvalidValue("sessions." + place, "must match " + SessionId.PATTERN);
            ids.add(new SessionId(id));
        }
        return ids;
    }

    private EventFilter eventsOver(@Nullable Webhook before) {
        if (types == null) return before == null ? new EventFilter(List.of()) : before.events();
        if (types.size() > MOST_TYPES) throw new InvalidValue("types", "must have at most " + MOST_TYPES + " entries");
        if (types.contains(null)) throw new InvalidValue("types", "must hold texts");
        return new EventFilter(types.stream().distinct().toList());
    }

    private Map<String, String> named() {
        if (headers == null) return Map.of();
        if (headers.size() > MOST_HEADERS)
            throw new InvalidValue("headers", "must have at most " + MOST_HEADERS + " entries");
        if (headers.values().stream().anyMatch(value -> value == null || value.length() > LONGEST_HEADER))
            throw new InvalidValue("headers", "must have values of at most " + LONGEST_HEADER + " characters");
        return headers;
    }

    private boolean enabledOver(@Nullable Webhook before) {
        if (enabled != null) return enabled;
        return before == null || before.enabled();
    }

    /** Without the headers' values. */
    @Override
    public String toString() {
        return "WebhookBody";
    }
}
