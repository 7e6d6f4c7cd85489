package io.rookery.gateway.event;

/** Where a stream begins. */
public sealed interface From {
    /** With what happens from now on. */
    record Now() implements From {}

    /** With what is held in memory. */
    record Held() implements From {}

    /** Behind the place that an earlier stream's cursor names, at whichever gateway that was. */
    record Behind(String cursor) implements From {}
}
