package io.rookery.gateway.message;

/** Answers to requests that are wrong, for the description. */
final class ProblemExamples {
    static final String NUMBER = """
            {"type": "about:blank", "title": "The phone number does not fit", "status": 400, "code": "INVALID_PHONE_NUMBER",
             "detail": "to must match ^(\\\\+?[1-9][0-9]{6,14}|[0-9]{5,20}(-[0-9]{5,20})?@(c\\\\.us|g\\\\.us|lid))$", "field": "to"}""";

    static final String UNKNOWN_FIELD = """
            {"type": "about:blank", "title": "The request does not fit", "status": 400, "code": "INVALID_REQUEST",
             "detail": "txt is not known here", "field": "txt"}""";

    static final String SESSION = """
            {"type": "about:blank", "title": "There is no such session", "status": 404, "code": "SESSION_NOT_FOUND",
             "detail": "no session has the id alice"}""";

    static final String TOO_LARGE = """
            {"type": "about:blank", "title": "The body is too large", "status": 413, "code": "BODY_TOO_LARGE",
             "detail": "media.0.base64 must have at most 700000 characters; upload a larger file at POST /v1/media and name it by its mediaId, and send a large bulk in parts",
             "field": "media.0.base64"}""";

    private ProblemExamples() {}
}
