package io.rookery.worker.browser;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a page call ended. Time-outs are results here, not errors, because they decide what may be said about the command. */
public sealed interface CallResult<T> {
    record Done<T>(T value) implements CallResult<T> {}

    /**
     * The page answered for good that it can't be done; nothing was done.
     *
     * @param code stable: {@code NOT_ON_WHATSAPP}, {@code SEND_REFUSED}, …
     * @param retryAt when it may be possible, where that is known
     */
    record Refused<T>(String code, String text, @Nullable Instant retryAt) implements CallResult<T> {
        public Refused(String code, String text) {
            this(code, text, null);
        }
    }

    /** No verdict: the page was past its deadline, gone, or did not answer in time. It may have been done. */
    record Lost<T>(String reason) implements CallResult<T> {}
}
