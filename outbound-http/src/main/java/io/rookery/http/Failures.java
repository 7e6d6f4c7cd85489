package io.rookery.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;

/** What a failed exchange means to the caller. */
final class Failures {

    private Failures() {}

    /** A connection that broke. */
    static OutboundHttpException broken(HttpTarget target, IOException e, Deadline deadline) {
        if (deadline.hasPassed() || e instanceof SocketTimeoutException) {
            return OutboundHttpException.temporary(HttpFault.TIMEOUT, target.host() + " took too long", e);
        }
        // Bytes that are no TLS, and certificates that nobody vouches for, will be so tomorrow; a connection that is
        // cut off is another thing.
        if (e instanceof SSLException && !(e.getCause() instanceof IOException)) {
            return OutboundHttpException.permanent(
                    HttpFault.FETCH_FAILED, target.host() + " has no valid TLS or no trusted certificate", e);
        }
        return OutboundHttpException.temporary(
                HttpFault.FETCH_FAILED, "the connection to " + target.host() + " failed", e);
    }

    /** An answer that is no HTTP, or more of it than is read. */
    static OutboundHttpException unreadable(HttpTarget target, HttpException e) {
        return OutboundHttpException.permanent(HttpFault.FETCH_FAILED, target.host() + " gave no valid HTTP answer", e);
    }

    /** A status other than 200; redirects are not asked about. */
    static Optional<OutboundHttpException> status(HttpTarget target, ClassicHttpResponse response) {
        int status = response.getCode();
        String message = target.host() + " answered with status " + status;
        return switch (status) {
            case HttpStatus.SC_OK -> Optional.empty();
            case HttpStatus.SC_NOT_FOUND, HttpStatus.SC_GONE ->
                Optional.of(OutboundHttpException.permanent(HttpFault.NOT_FOUND, message));
            case HttpStatus.SC_REQUEST_TIMEOUT, HttpStatus.SC_TOO_EARLY, HttpStatus.SC_TOO_MANY_REQUESTS ->
                Optional.of(OutboundHttpException.temporary(HttpFault.FETCH_FAILED, message));
            default ->
                Optional.of(
                        status >= 500
                                ? OutboundHttpException.temporary(HttpFault.FETCH_FAILED, message)
                                : OutboundHttpException.permanent(HttpFault.FETCH_FAILED, message));
        };
    }
}
