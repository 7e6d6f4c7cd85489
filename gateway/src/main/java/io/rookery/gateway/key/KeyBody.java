package io.rookery.gateway.key;

import io.rookery.events.InvalidValue;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.access.Role;
import io.rookery.gateway.body.StrictBody;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The bodies of the routes of keys, and what they mean. */
final class KeyBody {
    static final Duration LONGEST_OVERLAP = Duration.ofDays(30);
    private static final int MOST_SESSIONS = 1_000;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@/-]{0,63}");

    private KeyBody() {}

    @Schema(name = "CreateKey")
    record CreateKey(
            @Schema(
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    description = "What people call it",
                    minLength = 1,
                    maxLength = 64,
                    example = "crm")
            @Nullable String name,

            @Schema(
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    description = "No more than the own key's",
                    allowableValues = {"owner", "admin", "operator", "viewer"},
                    example = "operator")
            @Nullable String role,

            @Schema(
                    description = "The own key's by default; another one needs cluster:manage",
                    pattern = "^[a-z0-9][a-z0-9-]{0,62}$",
                    example = "default")
            @Nullable String tenant,

            @Schema(
                    description =
                            "The only sessions that it shall cover, which need not exist yet; left out for all of its tenant. Not with owner",
                    minLength = 1,
                    pattern = SessionId.PATTERN)
            @Nullable List<String> sessions,

            @Schema(description = "From when on it shall open nothing", type = "string", format = "date-time") @Nullable String expiresAt,

            @Nullable KeyLimit limit) {}

    @Schema(name = "RotateKey")
    record RotateKey(
            @Schema(
                    description = "How long the secret of now stays good beside the new one; by default not at all",
                    minimum = "0",
                    maximum = "2592000",
                    example = "3600")
            @Nullable Integer overlapSeconds) {}

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
        CreateKey given = StrictBody.read(body, CreateKey.class);
        String name = given.name();
        if (name == null || !NAME.matcher(name).matches())
            throw new InvalidValue(
                    "name", "must be 1 to 64 letters, digits, spaces and ._@/-, beginning with a letter or digit");
        var wish = new Wish(
                name,
                Role.of(given.role() == null ? "" : given.role())
                        .orElseThrow(() -> new InvalidValue("role", "must be one of owner, admin, operator, viewer")),
                given.tenant() == null ? null : new TenantId(given.tenant()),
                given.sessions() == null ? List.of() : sessions(given.sessions()),
                given.expiresAt() == null ? null : expiry(given.expiresAt(), now),
                given.limit() == null ? null : within(given.limit()));
        if (wish.role() == Role.OWNER && !wish.sessions().isEmpty())
            throw new InvalidValue("sessions", "can't limit an owner's key");
        return wish;
    }

    static Duration overlap(byte @Nullable [] body) {
        Integer seconds = StrictBody.read(body, RotateKey.class).overlapSeconds();
        if (seconds == null) return Duration.ZERO;
        if (seconds < 0 || seconds > LONGEST_OVERLAP.toSeconds())
            throw new InvalidValue("overlapSeconds", "must be 0 to " + LONGEST_OVERLAP.toSeconds());
        return Duration.ofSeconds(seconds);
    }

    private static List<SessionId> sessions(List<@Nullable String> ids) {
        if (ids.isEmpty() || ids.size() > MOST_SESSIONS)
            throw new InvalidValue("sessions", "must be a list of 1 to " + MOST_SESSIONS + " session ids, or left out");
        if (!ids.stream().allMatch(id -> id != null && SessionId.isValid(id)))
            throw new InvalidValue("sessions", "must hold session ids, which match " + SessionId.PATTERN);
        return ids.stream().distinct().map(SessionId::new).toList();
    }

    private static Instant expiry(String text, Instant now) {
        try {
            Instant expiry = Instant.parse(text);
            if (expiry.isAfter(now)) return expiry;
        } catch (DateTimeException e) {
            // said below
        }
        throw new InvalidValue("expiresAt", "must be a time to come, such as 2030-01-31T12:00:00Z");
    }

    private static KeyLimit within(KeyLimit limit) {
        requireWithin("limit.perSecond", limit.perSecond(), KeyLimit.MOST_PER_SECOND);
        requireWithin("limit.burst", limit.burst(), KeyLimit.LARGEST_BURST);
        return limit;
    }

    private static void requireWithin(String field, int value, int most) {
        if (value < 1 || value > most) throw new InvalidValue(field, "must be 1 to " + most);
    }
}
