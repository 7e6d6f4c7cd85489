package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the gateway serves of itself, before a linter that nobody here wrote. */
class LintTest extends HttpTest {

    @ParameterizedTest
    @CsvSource({"openapi,/v3/api-docs", "asyncapi,/v3/asyncapi"})
    void theLinterIsSilent(String name, String path) throws IOException, InterruptedException {
        assertThat(Linter.lint(name, served(path))).isEmpty();
    }

    @Test
    void theLinterIsNoDummy() throws IOException, InterruptedException {
        ObjectNode document = (ObjectNode) JsonMapper.shared().readTree(served("/v3/api-docs"));
        ((ObjectNode) document.path("info")).remove("description");
        assertThat(Linter.lint("openapi", document.toString().getBytes(StandardCharsets.UTF_8)))
                .contains("info-description");
    }

    private byte[] served(String path) {
        byte[] document = anybody()
                .get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult()
                .getResponseBody();
        assertThat(document).isNotEmpty();
        return Objects.requireNonNull(document);
    }
}
