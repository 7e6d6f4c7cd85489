package io.rookery.gateway.problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers every error of a request, whatever it was and wherever it came up, with problem details. */
@Component
@Order(-2)
public final class ProblemHandler implements ErrorWebExceptionHandler {
    /** The attribute of an exchange that holds its request's id. */
    public static final String REQUEST_ID = ProblemHandler.class.getName() + ".requestId";

    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);
    private final JsonMapper json;

    ProblemHandler(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) return Mono.error(error);
        String requestId = exchange.getAttribute(REQUEST_ID);
        Problem problem = Problems.of(error).withRequestId(requestId);
        if (problem.status() == 500)
            log.atError()
                    .addKeyValue("requestId", requestId)
                    .addKeyValue("method", exchange.getRequest().getMethod())
                    .setCause(error)
                    .log("a request failed");
        response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
        HttpHeaders headers = response.getHeaders();
        if (error instanceof ErrorResponse carried) carried.getHeaders().forEach(headers::addAll);
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setCacheControl("no-store");
        if (problem.status() == 401) headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        boolean later = problem.status() == 503 || problem.status() == 429;
        // Whoever knows better has said so already.
        if (later && !headers.containsHeader(HttpHeaders.RETRY_AFTER)) headers.set(HttpHeaders.RETRY_AFTER, "1");
        byte[] body = json.writeValueAsBytes(problem);
        headers.setContentLength(body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }
}
