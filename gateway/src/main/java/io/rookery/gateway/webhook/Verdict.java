package io.rookery.gateway.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What follows from an attempt. */
sealed interface Verdict {

    /** The endpoint has it. */
    record Delivered() implements Verdict {}

    /**
     * Once more.
     *
     * @param asked how long the endpoint wants not to be asked for anything; null where it does not say
     */
    record Again(Duration pause, @Nullable Duration asked) implements Verdict {}

    /** No attempt will do better, or there were enough. */
    record Dead(String cause) implements Verdict {}

    /** The endpoint wants nothing any more. */
    record Gone() implements Verdict {
        static final String CAUSE = "HTTP_410";
    }

    /** It is given up, but that could not be written down. */
    record Unburied(String cause) implements Verdict {}
}
