package io.rookery.gateway.key;

import io.rookery.events.InvalidValue;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.access.Role;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The bodies of the routes of keys, read as strictly as those of commands: what is unknown is refused. */
final class KeyBody {
    static final Duration LONGEST_OVERLAP = Duration.ofDays(30);
    private static final int MOST_SESSIONS = 1_000;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@/-]{0,63}");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private final ObjectNode fields;

    private KeyBody(ObjectNode fields) {
        this.fields = fields;
    }

    /**
     * What a key shall be.
     *
     * @param tenant null for the caller's
     */
    record Wish(
            String name,
            Role role,
            @Nullable TenantId tenant,
            List<SessionId> sessions,
            @Nullable Instant expiresAt,
            @Nullable KeyLimit limit) {}

    static Wish wish(byte @Nullable [] body, Instant now) {
        KeyBody given = parse(body);
        String name = given.text("name");
        if (name == null || !NAME.matcher(name).matches())
            throw new InvalidValue(
                    "name", "must be 1 to 64 letters, digits, spaces and ._@/-, beginning with a letter or digit");
        String role = given.text("role");
        String tenant = given.text("tenant");
        var wish = new Wish(
                name,
                Role.of(role == null ? "" : role)
                        .orElseThrow(() -> new InvalidValue("role", "must be one of owner, admin, operator, viewer")),
                tenant == null ? null : new TenantId(tenant),
                given.sessions(),
                given.expiry(now),
                given.limit());
        given.nothingElse();
        if (wish.role() == Role.OWNER && !wish.sessions().isEmpty())
            throw new InvalidValue("sessions", "can't limit an owner's key");
        return wish;
    }

    static Duration overlap(byte @Nullable [] body) {
        KeyBody given = parse(body);
        JsonNode seconds = given.fields.remove("overlapSeconds");
        given.nothingElse();
        if (seconds == null) return Duration.ZERO;
        if (!seconds.canConvertToExactIntegral()
                || !seconds.isNumber()
                || seconds.asLong(-1) < 0
                || seconds.asLong(-1) > LONGEST_OVERLAP.toSeconds())
            throw new InvalidValue("overlapSeconds", "must be 0 to " + LONGEST_OVERLAP.toSeconds());
        return Duration.ofSeconds(seconds.asLong());
    }

    private static KeyBody parse(byte @Nullable [] body) {
        if (body == null || body.length == 0) return new KeyBody(JSON.createObjectNode());
        try {
            if (JSON.readTree(body) instanceof ObjectNode object) return new KeyBody(object);
        } catch (JacksonException e) {
            throw ProblemException.of(ProblemCode.MALFORMED_JSON, "the body is not one well-formed JSON value");
        }
        throw ProblemException.of(ProblemCode.INVALID_REQUEST, "the body must be a JSON object");
    }

    private @Nullable String text(String field) {
        JsonNode value = fields.remove(field);
        if (value == null) return null;
        if (!value.isString()) throw new InvalidValue(field, "must be a text");
        return value.asString();
    }

    private List<SessionId> sessions() {
        JsonNode value = fields.remove("sessions");
        if (value == null) return List.of();
        if (!value.isArray() || value.isEmpty() || value.size() > MOST_SESSIONS)
            throw new InvalidValue("sessions", "must be a list of 1 to " + MOST_SESSIONS + " session ids, or left out");
        return value.valueStream()
                .map(id -> {
                    if (!id.isString() || !SessionId.isValid(id.asString()))
                        throw new InvalidValue("sessions", "must hold session ids, which match " + SessionId.PATTERN);
                    return new SessionId(id.asString());
                })
                .distinct()
                .toList();
    }

    private @Nullable Instant expiry(Instant now) {
        String text = text("expiresAt");
        if (text == null) return null;
        try {
            Instant expiry = Instant.parse(text);
            if (expiry.isAfter(now)) return expiry;
        } catch (DateTimeException e) {
            // said below
        }
        throw new InvalidValue("expiresAt", "must be a time to come, such as 2030-01-31T12:00:00Z");
    }

    private @Nullable KeyLimit limit() {
        JsonNode value = fields.remove("limit");
        if (value == null) return null;
        if (!(value instanceof ObjectNode given) || given.size() != 2)
            throw new InvalidValue("limit", "must be an object with perSecond and burst");
        return new KeyLimit(
                number(given, "perSecond", KeyLimit.MOST_PER_SECOND), number(given, "burst", KeyLimit.LARGEST_BURST));
    }

    private static int number(ObjectNode limit, String field, int most) {
        JsonNode value = limit.path(field);
        if (!value.isInt() || value.asInt() < 1 || value.asInt() > most)
            throw new InvalidValue("limit." + field, "must be 1 to " + most);
        return value.asInt();
    }

    private void nothingElse() {
        fields.propertyNames().stream().findFirst().ifPresent(unknown -> {
            throw new InvalidValue("body", "has a field that is not known here");
        });
    }
}
