package io.rookery.gateway.webhook;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.InvalidValue;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import io.rookery.http.HttpFault;
import io.rookery.http.OutboundHttp;
import io.rookery.http.OutboundHttpException;
import io.rookery.http.PostRequest;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Whether a request may be sent as a caller wants it. Judged when it is configured, for the caller's sake, and again with each request, for ours. Blocks for a look-up. */
final class Targets {
    private static final Set<String> RESERVED =
            Set.of(Signatures.ID, Signatures.TIMESTAMP, Signatures.SIGNATURE, Signatures.KEY_ID);

    private final OutboundHttp http;
    private final boolean allowHttp;

    Targets(OutboundHttp http, boolean allowHttp) {
        this.http = http;
        this.allowHttp = allowHttp;
    }

    void require(String url, Map<String, String> headers) {
        requireHeaders(headers);
        if (!allowHttp && !url.regionMatches(true, 0, "https:", 0, 6))
            throw new InvalidValue("url", "must begin with https://");
        try {
            http.judge(url);
        } catch (OutboundHttpException e) {
            if (e.fault() == HttpFault.URL_INVALID)
                throw new InvalidValue("url", "is no URL of http or https in its usual spelling");
            if (e.fault() == HttpFault.URL_FORBIDDEN)
                throw ProblemException.field(
                        ProblemCode.URL_FORBIDDEN, "url", "its host or port is private, or this machine's own");
            // A name that has no address now may have one when the first event comes.
        }
    }

    private static void requireHeaders(Map<String, String> headers) {
        Set<String> seen = new HashSet<>();
        for (String name : headers.keySet()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (RESERVED.contains(lower) || !seen.add(lower))
                throw new InvalidValue("headers", "names a header twice, or one of the signature");
        }
        try {
            var unused = new PostRequest("", CloudEventCodec.CONTENT_TYPE, "", headers);
        } catch (IllegalArgumentException e) {
            throw new InvalidValue("headers", "holds a name or a value that can't be sent");
        }
    }
}
