package io.rookery.gateway.webhook;

import org.jspecify.annotations.Nullable;

/** What became of one attempt to post an event. */
sealed interface Answer {

    /** @param retryAfter the header as it came */
    record Status(int status, @Nullable String retryAfter) implements Answer {}

    /** There was no answer. */
    record None(Cause cause) implements Answer {}

    /** Why there was no answer. The names are stable. */
    enum Cause {
        /** The URL is none, or leads where nobody outside may send us. */
        URL_FORBIDDEN(false),
        TIMEOUT(true),
        /** No address, no connection, no trusted certificate, no HTTP. */
        NO_ANSWER(true),
        /** The gateway itself failed. */
        INTERNAL_ERROR(true);

        private final boolean mayPass;

        Cause(boolean mayPass) {
            this.mayPass = mayPass;
        }

        boolean mayPass() {
            return mayPass;
        }
    }

    /** {@code HTTP_503}, {@code TIMEOUT}. */
    default String code() {
        return switch (this) {
            case Status status -> "HTTP_" + status.status();
            case None none -> none.cause().name();
        };
    }
}
