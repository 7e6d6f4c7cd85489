package io.rookery.http;

import org.jspecify.annotations.Nullable;

/** A request that was refused or failed. The message may be shown to whoever named the URL: it holds no path, query, credential or address. */
public final class OutboundHttpException extends Exception {
    private static final long serialVersionUID = 1L;

    private final HttpFault fault;
    private final boolean temporary;

    private OutboundHttpException(HttpFault fault, boolean temporary, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
        this.temporary = temporary;
    }

    static OutboundHttpException temporary(HttpFault fault, String message, @Nullable Throwable cause) {
        return new OutboundHttpException(fault, true, message, cause);
    }

    static OutboundHttpException temporary(HttpFault fault, String message) {
        return temporary(fault, message, null);
    }

    static OutboundHttpException permanent(HttpFault fault, String message, @Nullable Throwable cause) {
        return new OutboundHttpException(fault, false, message, cause);
    }

    static OutboundHttpException permanent(HttpFault fault, String message) {
        return permanent(fault, message, null);
    }

    public HttpFault fault() {
        return fault;
    }

    /** Whether the same request may succeed later. */
    public boolean isTemporary() {
        return temporary;
    }
}
