package io.rookery.gateway.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A worker as operators see it, from its last sign of life. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Worker", description = "A worker, as it said itself with its last sign of life")
public record WorkerView(
        @Schema(example = "worker-1") String workerId,

        @Schema(description = "The host that it runs on") @Nullable String host,

        @Schema(description = "How many sessions it takes", example = "20")
        int slots,

        @Schema(description = "How many it has", example = "7")
        int sessions,

        WhatsApp whatsapp,
        Memory memory,

        @Schema(description = "Whether it hands over what it has, and claims nothing: it was told to drain, or stops")
        boolean draining,

        @Schema(
                description =
                        "Workers tell that they live every 5 s. One that has been silent for 15 s is dead, hangs, or does not reach Redis")
        Instant lastSignOfLife) {

    /** How many of its sessions reach WhatsApp. */
    @Schema(
            name = "WorkerWhatsApp",
            description =
                    "How many of its sessions WhatsApp speaks to, and how many have lost it and try to get it back; the others are on their way")
    public record WhatsApp(
            @Schema(example = "6") int connected,
            @Schema(example = "0") int disconnected) {}

    /** What its browsers use. */
    @Schema(
            name = "WorkerMemory",
            description =
                    "What its browsers and their drivers use together, in bytes; above 90 % of the budget it claims nothing")
    public record Memory(
            @Schema(example = "734003200") long used,
            @Schema(example = "2147483648") long budget) {}
}
