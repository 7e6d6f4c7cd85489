package io.rookery.gateway.command;

import io.rookery.events.CommandId;
import io.rookery.events.InvalidValue;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What a caller asks of any command, in headers.
 *
 * @param id {@code Idempotency-Key}: the command's id; null for a fresh one
 * @param patience {@code Prefer: wait=N}: how long to wait for the outcome; zero for not at all
 * @param traceparent W3C trace context, passed on
 */
public record CommandOptions(
        @Nullable CommandId id, Duration patience, @Nullable String traceparent) {
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    public static final String PREFER = "Prefer";
    public static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Pattern WAIT = Pattern.compile("(?i)(?:^|[,;\\s])wait\\s*=\\s*\"?([0-9]{1,9})\"?");
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    /** @throws InvalidValue where the idempotency key is no command id; a preference that does not fit is ignored, as RFC 7240 has it */
    public static CommandOptions of(HttpHeaders headers) {
        String key = headers.getFirst(IDEMPOTENCY_KEY);
        if (key != null && !CommandId.isValid(key))
            throw new InvalidValue(IDEMPOTENCY_KEY, "must be 1 to 128 visible ASCII characters");
        return new CommandOptions(
                key == null ? null : new CommandId(key),
                headers.getOrEmpty(PREFER).stream()
                        .map(CommandOptions::wait)
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse(Duration.ZERO),
                Optional.ofNullable(headers.getFirst("traceparent"))
                        .filter(text -> TRACEPARENT.matcher(text).matches())
                        .orElse(null));
    }

    /** The id that the caller has chosen, or one that nobody has. */
    public CommandId idOrFresh() {
        return id == null ? new CommandId(UUID.randomUUID().toString()) : id;
    }

    /** With an id in any case, so that what belongs to the command can be named after it. */
    public CommandOptions withFreshId() {
        return new CommandOptions(idOrFresh(), patience, traceparent);
    }

    private static Optional<Duration> wait(String preference) {
        Matcher matcher = WAIT.matcher(preference);
        if (!matcher.find()) return Optional.empty();
        long seconds = Math.min(Long.parseLong(matcher.group(1)), LONGEST_WAIT.toSeconds());
        return Optional.of(Duration.ofSeconds(seconds));
    }
}
