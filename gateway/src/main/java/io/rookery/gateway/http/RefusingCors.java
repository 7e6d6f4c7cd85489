package io.rookery.gateway.http;

import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;

/** A page of an origin that may not ask gets a problem, as everybody. */
final class RefusingCors extends DefaultCorsProcessor {

    @Override
    protected void rejectRequest(ServerHttpResponse response) {
        throw ProblemException.of(ProblemCode.FORBIDDEN, "pages of this origin may not ask");
    }
}
