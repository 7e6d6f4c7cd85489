package io.rookery.gateway.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What became of attempts, the same for all gateways. Made for people: an entry may be missing after a fault, a delivery does not wait for it. Safe for use by many threads. */
public interface DeliveryLog {

    /** Does not block. */
    void add(WebhookId webhook, Entry entry);

    /** The newest first; errs with {@link DeadLetters.Unavailable}. */
    Mono<List<Entry>> last(WebhookId webhook, int limit);

    /** What an attempt came to. */
    enum Result {
        DELIVERED,
        /** There is another attempt. */
        FAILED,
        /** Among the dead letters now. */
        DEAD
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Delivery", description = "One attempt to deliver one event")
    record Entry(
            @Schema(description = "When the attempt began") Instant at,

            @Schema(description = "webhook-id of the request", example = "ev_4mqL0Tn3cVvDkX7yWbKQz1aB")
            String eventId,

            @Schema(example = "message.received") String type,
            @Schema(example = "alice") String sessionId,

            @Schema(description = "Which attempt it was", example = "1")
            int attempt,

            Result result,

            @Schema(description = "HTTP_ and the status, URL_FORBIDDEN, TIMEOUT, NO_ANSWER", example = "HTTP_204")
            String answer,

            @Schema(example = "38") long durationMillis,

            @Schema(description = "When the next attempt comes at the earliest") @Nullable Instant nextAt) {}
}
