package io.rookery.worker.browser;

/** How a page call ended. Time-outs are results here, not errors, because they decide what may be said about the command. */
public sealed interface CallResult<T> {
    record Done<T>(T value) implements CallResult<T> {}

    /** The page answered for good that it can't be done; nothing was done. {@code code} is stable: {@code NOT_ON_WHATSAPP}, {@code SEND_REFUSED}, … */
    record Refused<T>(String code, String text) implements CallResult<T> {}

    /** No verdict: the page was past its deadline, gone, or did not answer in time. It may have been done. */
    record Lost<T>(String reason) implements CallResult<T> {}
}
