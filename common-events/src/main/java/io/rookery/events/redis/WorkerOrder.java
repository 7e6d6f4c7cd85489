package io.rookery.events.redis;

import java.util.Arrays;
import java.util.Optional;

/**
 * What an operator wants of a whole worker. It is meant for one life of its process: after a restart it is void.
 *
 * @param incarnation that life, as in the worker's entry
 */
public record WorkerOrder(Kind kind, String incarnation) {
    /** What is to be done. */
    public enum Kind {
        /** Hand every session over and claim none, until told to resume. */
        DRAIN,
        /** Claim sessions again. */
        RESUME
    }

    /** The form in which Redis keeps it. */
    public String encoded() {
        return kind + " " + incarnation;
    }

    /** Empty where the text is no order that this version knows. */
    public static Optional<WorkerOrder> decoded(String text) {
        String[] words = text.split(" ", 2);
        if (words.length < 2) return Optional.empty();
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.name().equals(words[0]))
                .findFirst()
                .map(kind -> new WorkerOrder(kind, words[1]));
    }
}
