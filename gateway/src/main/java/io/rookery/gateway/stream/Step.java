package io.rookery.gateway.stream;

import io.rookery.gateway.event.FeedItem;
import io.rookery.gateway.problem.Problem;
import io.rookery.gateway.problem.ProblemCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a stream writes at once. */
sealed interface Step {

    /** Never empty. */
    record Items(List<FeedItem> items) implements Step {}

    /**
     * A sign of life.
     *
     * @param cursor how far the stream is; null where it stands as it was told last
     */
    record Beat(@Nullable String cursor) implements Step {}

    /** Nothing comes after it. */
    record End(Reason reason) implements Step {}

    /** Why a stream ends. */
    enum Reason {
        SLOW_READER(ProblemCode.SLOW_READER, "go on from the last id"),
        KEY_REVOKED(ProblemCode.UNAUTHORIZED, "the key is not valid any more"),
        /** The peer does not answer: nobody is there to be told. */
        SILENT(null, ""),
        GATEWAY_STOPS(null, "");

        private final @Nullable ProblemCode code;
        private final String detail;

        Reason(@Nullable ProblemCode code, String detail) {
            this.code = code;
            this.detail = detail;
        }

        /** What the reader did wrong; null where it did nothing. */
        @Nullable Problem problem() {
            return code == null ? null : Problem.of(code, detail);
        }
    }
}
