package io.rookery.gateway.problem;

import org.springframework.http.HttpStatus;

/** What can go wrong, as callers may rely on it: the name is the {@code code} of the problem details and never changes its meaning. */
public enum ProblemCode {
    UNAUTHORIZED(HttpStatus.UNAUTHORIZED, "A valid API key is required"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "The key may not do this"),
    INVALID_REQUEST(HttpStatus.BAD_REQUEST, "The request does not fit"),
    MALFORMED_JSON(HttpStatus.BAD_REQUEST, "The body is not JSON"),
    INVALID_SESSION_ID(HttpStatus.BAD_REQUEST, "The session id does not fit"),
    INVALID_PHONE_NUMBER(HttpStatus.BAD_REQUEST, "The phone number does not fit"),
    TEXT_TOO_LONG(HttpStatus.BAD_REQUEST, "The text is too long"),
    BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large"),
    BODY_TOO_SLOW(HttpStatus.REQUEST_TIMEOUT, "The body took too long"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing at this address"),
    SESSION_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such session"),
    COMMAND_NOT_FOUND(HttpStatus.NOT_FOUND, "This gateway knows no such command"),
    RECOVERY_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such recovery"),
    WORKER_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such worker"),
    KEY_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such key"),
    PROFILE_NOT_FOUND(HttpStatus.NOT_FOUND, "Nothing is stored of the session"),
    TOO_MANY_KEYS(HttpStatus.CONFLICT, "The tenant has as many keys as it may have"),
    IDEMPOTENCY_KEY_REUSED(HttpStatus.CONFLICT, "The Idempotency-Key was used for something else"),
    LAST_OWNER_KEY(HttpStatus.CONFLICT, "Without this key nobody could manage the cluster any more"),
    MEDIA_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such file"),
    MEDIA_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The file is too large"),
    MEDIA_DAMAGED(HttpStatus.INTERNAL_SERVER_ERROR, "The stored file is damaged"),
    MEDIA_NOT_CONFIGURED(HttpStatus.SERVICE_UNAVAILABLE, "This gateway has no object store"),
    STORE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The object store does not answer"),
    KEY_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The gateway lacks the master key of the file"),
    DISK_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The gateway's disk does not take the file"),
    WEBHOOK_NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such web hook"),
    TOO_MANY_WEBHOOKS(HttpStatus.CONFLICT, "The tenant has as many web hooks as it may"),
    URL_FORBIDDEN(HttpStatus.BAD_REQUEST, "The URL leads where nobody outside may send the gateway"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "None of the accepted media types can be had here"),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The media type of the body is not supported"),
    SESSION_WITHOUT_OWNER(HttpStatus.CONFLICT, "No worker has the session"),
    NO_OTHER_WORKER(HttpStatus.CONFLICT, "There is no other worker to move it to"),
    USER_HAS_SESSION(HttpStatus.CONFLICT, "The user has another session"),
    QR_NOT_AVAILABLE(HttpStatus.CONFLICT, "There is no code to show"),
    PAIRING_CODE_NOT_AVAILABLE(HttpStatus.CONFLICT, "There is no pairing code to show"),
    SESSION_LINKED(HttpStatus.CONFLICT, "A phone has linked the session"),
    RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS, "More came than may come"),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "More comes in than can be taken"),
    TOO_MANY_STREAMS(HttpStatus.SERVICE_UNAVAILABLE, "Too many event streams are open"),
    SLOW_READER(HttpStatus.SERVICE_UNAVAILABLE, "The events were not read fast enough"),
    KAFKA_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Kafka does not answer"),
    REDIS_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Redis does not answer"),
    REQUEST_FAILED(HttpStatus.BAD_REQUEST, "The request can't be answered"),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "The gateway failed");

    private final HttpStatus status;
    private final String title;

    ProblemCode(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    public HttpStatus status() {
        return status;
    }

    public String title() {
        return title;
    }
}
