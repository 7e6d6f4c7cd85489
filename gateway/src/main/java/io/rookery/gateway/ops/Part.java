package io.rookery.gateway.ops;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;

/**
 * How a part of the service is.
 *
 * @param since when it was first seen so
 */
@Schema(name = "ServicePart")
public record Part(
        Status status,

        @Schema(description = "When this gateway first saw it so")
        Instant since) {

    /** How it is. */
    public enum Status {
        UP,
        DOWN,
        /** Nobody can tell now: what would tell it is down. */
        UNKNOWN,
        /** This gateway is set up without it. */
        NOT_CONFIGURED
    }
}
