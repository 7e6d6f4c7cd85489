package io.rookery.gateway.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;

/**
 * A request, as the log keeps it. Never what it said: no body, no number, no secret, and no address of the network, which is personal data and behind a proxy nobody's.
 *
 * @param about what it named or made: {@code sessionId}, {@code commandId}, {@code keyId}, {@code workerId}, {@code mediaId}, {@code created}
 * @param status of the answer; {@link #GONE} where the caller did not wait for it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@Schema(name = "AuditRecord", description = "A request that changed something, or showed a code or keys")
public record AuditRecord(
        @Schema(description = "Unique") String id,
        Instant time,

        @Schema(description = "The key that it came with", example = "k3v9x0m2c7b1q8zt")
        String keyId,

        @Schema(example = "default") String tenant,
        @Schema(example = "operator") String role,

        @Schema(description = "The permission that it needed", example = "session:connect")
        String action,

        @Schema(example = "POST") String method,

        @Schema(example = "/v1/sessions/{sessionId}/close") String route,

        @Schema(
                description = "What it named or made: sessionId, commandId, keyId, workerId, mediaId, created",
                example = "{\"sessionId\":\"alice\"}")
        Map<String, String> about,

        @Schema(description = "Of the answer; 499 where the caller did not wait for it", example = "202")
        int status) {
    static final int GONE = 499;

    public AuditRecord {
        about = Map.copyOf(about);
    }
}
