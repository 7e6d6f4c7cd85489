package io.rookery.gateway.key;

import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A key's own rate.
 *
 * @param perSecond how many requests a second it gets in the long run
 * @param burst how many it may send at once after a pause
 */
@Schema(name = "KeyLimit", description = "The key's own rate, in place of the cluster's")
public record KeyLimit(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minimum = "1", maximum = "10000", example = "20")
        int perSecond,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minimum = "1", maximum = "100000", example = "100")
        int burst) {
    static final int MOST_PER_SECOND = 10_000;
    static final int LARGEST_BURST = 100_000;
}
