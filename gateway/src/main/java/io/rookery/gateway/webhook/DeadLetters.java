package io.rookery.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Events that an endpoint did not take. Safe for use by many threads. */
public interface DeadLetters {

    /** Blocks until all in-sync replicas have it. */
    void write(WebhookId webhook, Delivery delivery, int attempts, String cause) throws Unavailable;

    /** The oldest first; errs with {@link Unavailable}. */
    Mono<Page> find(WebhookId webhook, Selection selection, int limit);

    /**
     * Has the letters delivered once more, by whichever gateway serves their sessions. They stay dead letters, too.
     *
     * @return how many, and whether there are more of them than {@code limit}; errs with {@link Unavailable}: then a part may be on its way
     */
    Mono<Replayed> replay(WebhookId webhook, Selection selection, int limit);

    /**
     * Which ones.
     *
     * @param from of the event's time, inclusive
     * @param until of the event's time, exclusive
     * @param ids empty for any
     */
    record Selection(Instant from, Instant until, Set<String> ids) {
        public Selection {
            ids = Set.copyOf(ids);
        }

        public boolean covers(Instant time, String id) {
            return !time.isBefore(from) && time.isBefore(until) && (ids.isEmpty() || ids.contains(id));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "DeadLetters")
    record Page(
            @Schema(description = "The oldest first") List<Letter> deadLetters,

            @Schema(description = "Whether there are more: ask again with from as the time of the last one")
            boolean more) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "DeadLetter", description = "An event that the endpoint did not take")
    record Letter(
            @Schema(description = "webhook-id of its requests", example = "ev_4mqL0Tn3cVvDkX7yWbKQz1aB")
            String eventId,

            @Schema(example = "message.received") String type,
            @Schema(example = "alice") String sessionId,

            @Schema(description = "When it happened") Instant time,

            @Schema(description = "When it was given up") Instant diedAt,

            @Schema(
                    description =
                            "What the last attempt brought: HTTP_ and the status, URL_FORBIDDEN, TIMEOUT, NO_ANSWER",
                    example = "HTTP_400")
            String cause,

            @Schema(example = "1") @Nullable Integer attempts) {}

    @Schema(name = "Replayed")
    record Replayed(
            @Schema(description = "How many events are on their way once more", example = "12")
            int replayed,

            @Schema(description = "Whether there are more: ask again with from as lastTime")
            boolean more,

            @Schema(description = "The time of the last one of them") @Nullable Instant lastTime) {}

    /** Kafka did not take it, or did not answer, in time. */
    final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message) {
            super(message, null, false, false);
        }
    }
}
