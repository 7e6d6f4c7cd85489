package io.rookery.http;

/** Why a request was refused or failed. The names are stable: programs outside decide by them. */
public enum HttpFault {
    /** Not a URL of http or https in its usual spelling. */
    URL_INVALID,
    /** A well written URL that leads where strangers must not send us. */
    URL_FORBIDDEN,
    /** The server says that there is no such thing (404, 410). */
    NOT_FOUND,
    /** No connection, no trusted certificate, another status, or no valid HTTP. */
    FETCH_FAILED,
    /** More bytes than the caller takes. */
    TOO_LARGE,
    /** No connection, or no end, in time. */
    TIMEOUT,
    /** The bytes are of a kind that the caller does not take, or of another kind than the server says. */
    TYPE_UNSUPPORTED;

    /** The code of this fault where media are given by URL: {@code MEDIA_URL_INVALID}. */
    public String mediaCode() {
        return this == TYPE_UNSUPPORTED ? "MEDIA_UNSUPPORTED" : "MEDIA_" + name();
    }
}
