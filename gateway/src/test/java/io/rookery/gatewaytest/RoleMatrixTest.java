package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.OutcomeStatus;
import io.rookery.gateway.Told;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.access.Role;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.FluxExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every route of the served description, with every role, with no key, with a key of another tenant and with one of other sessions. */
class RoleMatrixTest extends HttpTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<String> OPEN = Set.of(
            "/health", "/health/live", "/health/ready", "/v3/asyncapi", "/v3/asyncapi.json", "/v3/asyncapi.yaml");
    private static final Set<String> VERBS = Set.of("get", "put", "post", "delete", "patch", "head");
    private static final String COMMAND = "matrix-1";

    /** Bodies of routes whose description has no example of the whole. */
    private static final Map<String, String> BODIES = Map.of(
            "post /v1/sessions", "{\"sessionId\":\"alice\"}",
            "post /v1/keys", "{\"name\":\"made by the matrix\",\"role\":\"viewer\"}");

    @Autowired
    private RequestMappingHandlerMapping requestMappingHandlerMapping;

    private List<Route> routes = List.of();

    /**
     * @param permission as the description tells it; empty where it does not
     * @param body may name alice, whom it means then
     */
    private record Route(String verb, String path, String permission, String body) {
        String name() {
            return verb + " " + path;
        }

        boolean names(String variable) {
            return path.contains("{" + variable + "}");
        }

        boolean isOfASession() {
            return names("sessionId") || body.contains("\"sessionId\":\"alice\"");
        }
    }

    /** @param headers without those that differ by nature */
    private record Seen(int status, Map<String, List<String>> headers, String body) {}

    @BeforeEach
    void read() {
        JsonNode api = JSON.readTree(anybody()
                .get()
                .uri("/v3/api-docs")
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBody());
        List<Route> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : api.path("paths").properties())
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties())
                if (VERBS.contains(operation.getKey()) && !OPEN.contains(path.getKey()))
                    found.add(route(operation.getKey(), path.getKey(), operation.getValue()));
        routes = found;
        tell(Told.outcome("alice", 1, COMMAND, OutcomeStatus.SUCCEEDED, "OK"));
    }

    private static Route route(String verb, String path, JsonNode operation) {
        JsonNode example = operation
                .at("/requestBody/content/application~1json/examples")
                .valueStream()
                .findFirst()
                .map(it -> it.path("value"))
                .orElse(JSON.createObjectNode());
        return new Route(
                verb,
                path,
                operation.path("x-permission").asString(""),
                BODIES.getOrDefault(verb + " " + path, example.toString()));
    }

    @Test
    void everyRouteSaysWhatItRequires() {
        assertThat(routes).hasSizeGreaterThan(30);
        assertThat(routes).filteredOn(route -> route.permission().isEmpty()).isEmpty();
        requestMappingHandlerMapping.getHandlerMethods().forEach((mapping, method) -> {
            Set<String> patterns = mapping.getPatternsCondition().getPatterns().stream()
                    .map(pattern -> pattern.getPatternString())
                    .collect(Collectors.toSet());
            if (method.getBeanType().getPackageName().startsWith("io.rookery") && !OPEN.containsAll(patterns))
                assertThat(method.getMethodAnnotation(Requires.class))
                        .as(mapping.toString())
                        .isNotNull();
        });
    }

    @Test
    void everyRoleMayWhatItsPermissionsSay() {
        for (Role role : Role.values()) {
            WebTestClient holder = with(key(role.word(), "default", ""));
            Set<String> may = role.permissions().stream().map(it -> it.word()).collect(Collectors.toSet());
            for (Route route : routes) {
                Seen seen = call(holder, route, "alice");
                String what = role + " " + route.name() + " " + seen.body();
                if (may.contains(route.permission()))
                    assertThat(seen.status()).as(what).isNotIn(401, 403);
                else {
                    assertThat(seen.status()).as(what).isEqualTo(403);
                    assertThat(seen.body()).as(what).contains("\"code\":\"FORBIDDEN\"");
                }
            }
        }
    }

    @Test
    void withoutAKeyThereIsNothing() {
        for (Route route : routes) {
            assertThat(call(anybody(), route, "alice").status())
                    .as(route.name())
                    .isEqualTo(401);
            assertThat(call(with("rk_aaaaaaaaaaaaaaaa_" + "A".repeat(43)), route, "alice")
                            .status())
                    .as(route.name())
                    .isEqualTo(401);
        }
        assertThat(kafka.published).isEmpty();
    }

    /** What is another tenant's is not there: the answer is that of something that never was, to the byte. */
    @Test
    void anotherTenantFindsNothing() {
        WebTestClient owner = with(key("owner", "acme", ""));
        WebTestClient admin = with(key("admin", "acme", ""));
        TestKey ofDefault = key("viewer", "default", "");
        for (Route route : routes) {
            if (route.isOfASession()) isAsIfItWereNotThere(owner, route);
            if (route.names("id") && route.path().startsWith("/v1/commands"))
                assertThat(call(owner, route, "alice").status())
                        .as(route.name())
                        .isEqualTo(404);
            if (route.names("keyId")) {
                Seen seen = call(admin, route, ofDefault.id());
                assertThat(seen.status()).as(route.name()).isEqualTo(404);
                assertThat(seen).as(route.name()).isEqualTo(call(admin, route, "nobodys"));
            }
        }
        assertThat(kafka.published).isEmpty();
        assertThat(call(owner, list("/v1/sessions"), "").body()).contains("\"sessions\":[]");
        assertThat(call(admin, list("/v1/keys"), "").body()).doesNotContain(ofDefault.id());
    }

    @Test
    void aKeyOfOtherSessionsFindsNothing() {
        WebTestClient limited = with(key("admin", "default", ",\"sessions\":[\"bob\"]"));
        Set<String> may = Role.ADMIN.permissions().stream().map(it -> it.word()).collect(Collectors.toSet());
        for (Route route : routes) {
            if (!may.contains(route.permission())) continue;
            if (route.isOfASession()) isAsIfItWereNotThere(limited, route);
            if (route.path().startsWith("/v1/commands"))
                assertThat(call(limited, route, "alice").status())
                        .as(route.name())
                        .isEqualTo(404);
        }
        assertThat(kafka.published).isEmpty();
        assertThat(call(limited, list("/v1/sessions"), "").body()).contains("\"sessions\":[]");
    }

    /** With Redis away a command is taken, but as the caller's: whoever has the session refuses it then. */
    @Test
    void withRedisAwayACommandCarriesItsTenant() {
        WebTestClient foreign = with(key("operator", "acme", ""));
        redis.away = true;
        foreign.post().uri("/v1/sessions/alice/close").exchange().expectStatus().isAccepted();
        assertThat(kafka.published)
                .hasSize(1)
                .allSatisfy(
                        command -> assertThat(command.tenantOrDefault().value()).isEqualTo("acme"));
        WebTestClient limited = with(key("operator", "default", ",\"sessions\":[\"bob\"]"));
        answer(limited.post().uri("/v1/sessions/alice/close").exchange()).isProblem(404, "SESSION_NOT_FOUND");
    }

    private void isAsIfItWereNotThere(WebTestClient caller, Route route) {
        Seen foreign = call(caller, route, "alice");
        assertThat(foreign.status()).as(route.name() + " " + foreign.body()).isEqualTo(404);
        // A start of what is nobody's would be taken.
        if (route.permission().equals("session:connect")
                && (route.verb().equals("put") || route.path().equals("/v1/sessions"))) return;
        Seen never = call(caller, route, "never");
        assertThat(new Seen(foreign.status(), foreign.headers(), foreign.body().replace("alice", "never")))
                .as(route.name())
                .isEqualTo(never);
    }

    private static Route list(String path) {
        return new Route("get", path, "", "");
    }

    private static Seen call(WebTestClient caller, Route route, String name) {
        String path = route.path()
                .replace("{sessionId}", name)
                .replace("{keyId}", name)
                .replace("{id}", COMMAND)
                .replace("{workerId}", "worker-1")
                .replaceAll("\\{\\w+}", "3EB0C0FFEE");
        WebTestClient.RequestBodySpec request = caller.method(
                        HttpMethod.valueOf(route.verb().toUpperCase(java.util.Locale.ROOT)))
                .uri(URI.create(path).toString());
        if (Set.of("post", "put", "patch").contains(route.verb()))
            request.contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(route.body().replace("\"sessionId\":\"alice\"", "\"sessionId\":\"" + name + "\""));
        FluxExchangeResult<String> result = request.exchange().returnResult(String.class);
        HttpHeaders headers = result.getResponseHeaders();
        int status = result.getStatus().value();
        boolean streams = MediaType.TEXT_EVENT_STREAM.isCompatibleWith(headers.getContentType());
        Flux<String> body = result.getResponseBody();
        String text = streams
                ? ""
                : String.join("", body.collectList().blockOptional().orElse(List.of()));
        if (streams) body.subscribe().dispose();
        Map<String, List<String>> comparable = headers.headerSet().stream()
                .filter(header -> !Set.of("date", "ratelimit", "ratelimit-policy", "x-request-id")
                        .contains(header.getKey().toLowerCase(java.util.Locale.ROOT)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Seen(status, comparable, text.replaceFirst(",\"requestId\":\"[^\"]+\"", ""));
    }
}
