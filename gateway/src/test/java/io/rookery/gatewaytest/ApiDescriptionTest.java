package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApiDescriptionTest extends HttpTest {

    @Test
    void everyOperationIsDescribedWithItsErrorsAndItsKey() {
        byte[] text = anybody()
                .get()
                .uri("/v3/api-docs")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
        JsonNode api = JsonMapper.shared().readTree(text);
        assertThat(api.path("components").path("securitySchemes").propertyNames())
                .contains("apiKey", "bearer");
        assertThat(api.path("security")).isNotEmpty();
        JsonNode paths = api.path("paths");
        assertThat(paths.propertyNames())
                .containsExactlyInAnyOrder(
                        "/v1/sessions",
                        "/v1/sessions/{sessionId}",
                        "/v1/sessions/{sessionId}/qr",
                        "/v1/sessions/{sessionId}/messages",
                        "/v1/sessions/{sessionId}/close",
                        "/v1/sessions/{sessionId}/restart",
                        "/v1/sessions/{sessionId}/logout",
                        "/v1/sessions/{sessionId}/events",
                        "/v1/sessions/{sessionId}/move",
                        "/v1/workers",
                        "/v1/workers/{workerId}",
                        "/v1/workers/{workerId}/drain",
                        "/v1/workers/{workerId}/resume",
                        "/v1/commands/{id}",
                        "/health");
        for (Map.Entry<String, JsonNode> path : paths.properties())
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties())
                isDescribed(operation.getKey() + " " + path.getKey(), operation.getValue());
        assertThat(paths.path("/health").path("get").path("security")).isEmpty();
        assertThat(api.at("/components/schemas/Problem/properties/code").isMissingNode())
                .isFalse();
        assertThat(api.at("/components/schemas/SendText/required")).hasSize(2);
    }

    @Test
    void thePagesForPeopleNeedNoKey() {
        anybody().get().uri("/swagger-ui.html").exchange().expectStatus().isFound();
        anybody().get().uri("/swagger-ui/index.html").exchange().expectStatus().isOk();
        anybody()
                .get()
                .uri("/v3/api-docs/swagger-config")
                .exchange()
                .expectStatus()
                .isOk();
        anybody().get().uri("/v3/api-docs.yaml").exchange().expectStatus().isOk();
    }

    private static void isDescribed(String name, JsonNode operation) {
        assertThat(operation.path("summary").asString("")).as(name).isNotBlank();
        assertThat(operation.path("description").asString("")).as(name).isNotBlank();
        assertThat(operation
                        .at("/responses/default/content/application~1problem+json/schema/$ref")
                        .asString(""))
                .as(name)
                .isEqualTo("#/components/schemas/Problem");
        for (JsonNode parameter : operation.path("parameters"))
            assertThat(parameter.path("name").asString("")).as(name).isNotEqualTo("headers");
    }
}
