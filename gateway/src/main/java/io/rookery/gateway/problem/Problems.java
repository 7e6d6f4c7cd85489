package io.rookery.gateway.problem;

import io.rookery.events.InvalidValue;
import java.util.Locale;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebInputException;

/** Which problem an exception is. */
final class Problems {
    private static final String LARGE_FILES =
            "upload a larger file at POST /v1/media and name it by its mediaId, and send a large bulk in parts";

    private Problems() {}

    static Problem of(Throwable error) {
        return switch (error) {
            case ProblemException known -> known.problem();
            case InvalidValue value -> invalid(value);
            case DataBufferLimitException ignored -> tooLarge();
            case ServerWebInputException input -> input(input);
            case DecodingException ignored -> Problem.of(ProblemCode.MALFORMED_JSON, null);
            case ErrorResponse response -> ofStatus(response.getStatusCode());
            default -> Problem.of(ProblemCode.INTERNAL_ERROR, null);
        };
    }

    /** A value that its type or schema refuses: the code says which kind of value, where callers tell them apart. */
    private static Problem invalid(InvalidValue value) {
        boolean tooMuch = value.sentence().contains("must have at most");
        return switch (kind(value.field())) {
            case "sessionId" -> invalid(ProblemCode.INVALID_SESSION_ID, value);
            case "to",
                    "numbers",
                    "mentions",
                    "forward.chatId",
                    "contact.phoneNumber",
                    "pairing.phoneNumber",
                    "phoneNumber" ->
                invalid(
                        value.sentence().contains("must match")
                                ? ProblemCode.INVALID_PHONE_NUMBER
                                : ProblemCode.INVALID_REQUEST,
                        value);
            case "text" -> invalid(tooMuch ? ProblemCode.TEXT_TOO_LONG : ProblemCode.INVALID_REQUEST, value);
            case "media.base64" ->
                tooMuch
                        ? Problem.of(ProblemCode.BODY_TOO_LARGE, value.sentence() + "; " + LARGE_FILES)
                                .withField(value.field())
                        : invalid(ProblemCode.INVALID_REQUEST, value);
            default -> invalid(ProblemCode.INVALID_REQUEST, value);
        };
    }

    private static Problem invalid(ProblemCode code, InvalidValue value) {
        return Problem.of(code, value.sentence()).withField(value.field());
    }

    /** The field without its place in lists; a message of a bulk is as one that is sent alone. */
    private static String kind(String field) {
        return field.replaceFirst("^messages\\.[0-9]+\\.", "").replaceAll("\\.[0-9]+(?=\\.|$)", "");
    }

    private static Problem tooLarge() {
        return Problem.of(ProblemCode.BODY_TOO_LARGE, LARGE_FILES);
    }

    private static Problem input(ServerWebInputException input) {
        for (Throwable cause = input.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof DataBufferLimitException) return tooLarge();
            if (cause instanceof DecodingException) return Problem.of(ProblemCode.MALFORMED_JSON, null);
        }
        var parameter = input.getMethodParameter();
        String field = parameter == null ? null : parameter.getParameterName();
        return Problem.of(ProblemCode.INVALID_REQUEST, field == null ? null : field + " does not fit")
                .withField(field);
    }

    private static Problem ofStatus(HttpStatusCode status) {
        return switch (HttpStatus.resolve(status.value())) {
            case NOT_FOUND -> Problem.of(ProblemCode.NOT_FOUND, null);
            case METHOD_NOT_ALLOWED -> Problem.of(ProblemCode.METHOD_NOT_ALLOWED, null);
            case NOT_ACCEPTABLE -> Problem.of(ProblemCode.NOT_ACCEPTABLE, null);
            case UNSUPPORTED_MEDIA_TYPE -> Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, null);
            case CONTENT_TOO_LARGE -> tooLarge();
            case BAD_REQUEST -> Problem.of(ProblemCode.INVALID_REQUEST, null);
            case UNAUTHORIZED -> Problem.of(ProblemCode.UNAUTHORIZED, null);
            case FORBIDDEN -> Problem.of(ProblemCode.FORBIDDEN, null);
            case null, default ->
                status.is4xxClientError()
                        ? Problem.of(
                                        ProblemCode.REQUEST_FAILED,
                                        "status " + String.format(Locale.ROOT, "%d", status.value()))
                                .withStatus(status.value())
                        : Problem.of(ProblemCode.INTERNAL_ERROR, null).withStatus(status.value());
        };
    }
}
