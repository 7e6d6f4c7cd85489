package io.rookery.gatewaytest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.rookery.gateway.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What every operation must say of itself, whoever wrote it. */
class DescriptionTest extends HttpTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    private JsonNode api = JSON.createObjectNode();

    @BeforeEach
    void read() {
        byte[] text = anybody()
                .get()
                .uri("/v3/api-docs")
                .exchange()
                .expectBody()
                .returnResult()
                .getResponseBody();
        api = JSON.readTree(text);
    }

    private record Operation(String name, JsonNode node) {}

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : api.path("paths").properties())
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties())
                operations.add(new Operation(operation.getKey() + " " + path.getKey(), operation.getValue()));
        assertThat(operations.size()).isGreaterThan(20);
        return operations;
    }

    @Test
    void itIsOpenApi31() {
        assertThat(api.path("openapi").asString()).startsWith("3.1.");
        assertThat(api.at("/servers/0/url").asString()).isEqualTo("/");
    }

    /** Two methods are one operation there, and one of them must not hide what the other says. */
    @Test
    void whatCanBeHadAndSentInSeveralFormsIsDescribedInAll() {
        assertThat(api.path("paths")
                        .path("/v1/sessions/{sessionId}/qr")
                        .at("/get/responses/200/content")
                        .propertyNames())
                .containsExactlyInAnyOrder("application/json", "image/png");
        assertThat(api.at("/paths/~1v1~1media/post/requestBody/content").propertyNames())
                .containsExactlyInAnyOrder("*/*", "multipart/form-data");
    }

    /** Clients are generated with these names, so no number may tell two of them apart. */
    @Test
    void everyOperationHasANameOfItsOwn() {
        Set<String> names = new HashSet<>();
        for (Operation operation : operations()) {
            String id = operation.node().path("operationId").asString("");
            assertThat(id).as(operation.name()).matches("[a-z][A-Za-z]+");
            assertThat(names.add(id))
                    .as("%s: %s is there twice", operation.name(), id)
                    .isTrue();
        }
    }

    @Test
    void everyOperationHasATagThatIsDescribed() {
        List<String> described = api.path("tags")
                .valueStream()
                .filter(tag -> !tag.path("description").asString("").isBlank())
                .map(tag -> tag.path("name").asString())
                .toList();
        for (Operation operation : operations())
            assertThat(operation.node().path("tags").valueStream().map(JsonNode::asString))
                    .as("%s: give @Tag a description, or ApiDescription", operation.name())
                    .isNotEmpty()
                    .allMatch(described::contains);
    }

    @Test
    void everyErrorSaysItsCodesAndShowsThem() {
        List<String> missing = new ArrayList<>();
        for (Operation operation : operations())
            for (Map.Entry<String, JsonNode> answer :
                    operation.node().path("responses").properties()) {
                JsonNode problem = answer.getValue().at("/content/application~1problem+json");
                if (answer.getKey().equals("default") || problem.isMissingNode()) continue;
                String name = operation.name() + " " + answer.getKey();
                if (answer.getValue().path("x-codes").isEmpty())
                    missing.add(name + " names no code in its description");
                if (problem.path("examples").isEmpty()) missing.add(name + " has no example");
                for (JsonNode example : problem.path("examples"))
                    assertThat(problems(problem.path("schema"), example.path("value")))
                            .as(name)
                            .isEmpty();
            }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyBodyHasAnExampleThatFits() {
        List<String> missing = new ArrayList<>();
        for (Operation operation : operations()) {
            var bodies = new ArrayList<JsonNode>();
            bodies.add(operation.node().path("requestBody"));
            operation.node().path("responses").forEach(bodies::add);
            for (JsonNode body : bodies) {
                JsonNode json = body.at("/content/application~1json");
                if (json.isMissingNode()) continue;
                List<JsonNode> examples = Stream.concat(
                                json.path("examples").valueStream().map(it -> it.path("value")),
                                json.has("example") ? Stream.of(json.path("example")) : Stream.empty())
                        .toList();
                if (examples.isEmpty()) missing.add(operation.name());
                for (JsonNode example : examples)
                    assertThat(problems(json.path("schema"), example))
                            .as("%s %s", operation.name(), example)
                            .isEmpty();
            }
        }
        assertThat(missing)
                .as("bodies without an example: give their fields one")
                .isEmpty();
    }

    @Test
    void theDocumentsListEveryCode() throws IOException {
        String errors = Files.readString(Path.of("..", "docs", "errors.md"));
        for (ProblemCode code : ProblemCode.values())
            assertThat(errors)
                    .as("docs/errors.md lacks " + code)
                    .contains("| `" + code.name() + "` | " + code.status().value() + " |");
        Set<String> known =
                Set.copyOf(Arrays.stream(ProblemCode.values()).map(Enum::name).toList());
        assertThat(errors.lines().filter(line -> line.startsWith("| `")).map(line -> line.split("`", 3)[1]))
                .as("no code that is none")
                .allMatch(known::contains);
    }

    private List<?> problems(JsonNode schema, JsonNode value) {
        ObjectNode whole = JSON.createObjectNode();
        whole.setAll((ObjectNode) schema);
        whole.set("components", api.path("components"));
        return REGISTRY.getSchema(whole).validate(value);
    }
}
