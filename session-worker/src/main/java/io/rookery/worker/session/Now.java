package io.rookery.worker.session;

import java.time.Instant;

/**
 * The time of an input.
 *
 * @param monotonic milliseconds of a clock that never jumps; for validity and waiting
 * @param wall for deadlines that others have set, and for what people read
 */
public record Now(long monotonic, Instant wall) {}
