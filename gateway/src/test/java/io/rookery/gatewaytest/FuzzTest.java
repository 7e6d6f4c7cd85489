package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.gateway.problem.ProblemCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every route of the description, with requests that are wrong in every way that could be thought of: never an error of the gateway, never a trace of its insides, never a value that was given, and
 * always a problem with a code.
 */
class FuzzTest extends HttpTest {
    private static final long SEED = 20_261_121;
    private static final int EACH = 80;
    private static final int THREADS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Pattern INSIDES = Pattern.compile(
            "\\tat |\\.java:|Exception|io\\.rookery\\.gateway|springframework|reactor\\.|tools\\.jackson");
    private static final Set<String> CODES =
            Arrays.stream(ProblemCode.values()).map(Enum::name).collect(Collectors.toUnmodifiableSet());

    /** What Netty answers before there is a request: HTTP itself is broken. */
    private static final Set<Integer> NO_HTTP = Set.of(400, 413, 414, 431);

    @Test
    void noRequestBreaksTheGateway() throws Exception {
        var fuzz = new Fuzz(SEED, KEY);
        List<Fuzz.Route> routes = Fuzz.routes(JsonMapper.shared()
                .readTree(anybody()
                        .get()
                        .uri("/v3/api-docs")
                        .exchange()
                        .expectBody()
                        .returnResult()
                        .getResponseBody()));
        assertThat(routes.size()).isGreaterThan(20);
        List<Fuzz.Request> requests = new ArrayList<>();
        for (Fuzz.Route route : routes) for (int count = 0; count < EACH; count++) requests.add(fuzz.request(route));
        Map<Integer, Integer> statuses = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<RawHttp.Answer>> answers = new ArrayList<>();
            for (Fuzz.Request request : requests) answers.add(threads.submit(ask(request)));
            for (int at = 0; at < requests.size(); at++) {
                RawHttp.Answer answer = answers.get(at).get();
                statuses.merge(answer.status(), 1, Integer::sum);
                String fault = fault(requests.get(at), answer);
                if (!fault.isEmpty())
                    faults.add(fault + "\n--- of\n" + requests.get(at).text() + "\n---\n" + answer);
            }
        }
        assertThat(faults).as("%s: %s", faults.size(), statuses).isEmpty();
        assertThat(statuses.keySet()).as("some of every kind").contains(200, 202, 400, 401, 404, 405, 415);
        // It still works, and holds nothing of it.
        Awaitility.await().until(() -> feed.followers() == 0);
        client.get().uri("/v1/sessions/alice").exchange().expectStatus().isOk();
    }

    private Callable<RawHttp.Answer> ask(Fuzz.Request request) {
        return () -> {
            try {
                return RawHttp.exchange(port, request.bytes(), PATIENCE);
            } catch (IOException e) {
                return new RawHttp.Answer(-1, request.text(), e.toString());
            }
        };
    }

    private static String fault(Fuzz.Request request, RawHttp.Answer answer) {
        int status = answer.status();
        if (status == -1) return "no answer";
        if (status == 0) return "closed without an answer";
        if (INSIDES.matcher(answer.head() + answer.body()).find()) return "insides are told";
        if (status < 400) return "";
        if (answer.body().contains(Fuzz.MARK)) return "a value is repeated";
        boolean isMissingPart = status == 503
                && (request.route().contains("/media")
                        || request.route().contains("/profile")
                        || answer.body().contains("TOO_MANY_STREAMS"));
        if (status >= 500 && !isMissingPart) return "an error of the gateway";
        if (answer.body().isEmpty()) return isBare(request, answer) ? "" : "no body";
        try {
            JsonNode problem = JsonMapper.shared().readTree(answer.body());
            if (!CODES.contains(problem.path("code").asString(""))) return "no code";
            return problem.path("status").asInt() == status ? "" : "another status";
        } catch (JacksonException e) {
            return "no problem details";
        }
    }

    /** Without a body: to HEAD, and where HTTP itself is broken. */
    private static boolean isBare(Fuzz.Request request, RawHttp.Answer answer) {
        return request.text().startsWith("HEAD ") || NO_HTTP.contains(answer.status());
    }
}
