package io.rookery.gateway.description;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Contact;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;

/** What the OpenAPI description says beyond the operations. The customizers stand in their order: examples are made of what the others have put in. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {
    private static final String HEADER = "apiKey";
    private static final String BEARER = "bearer";
    private static final String DESCRIPTION = """
            WhatsApp Web sessions. What changes something is a command: it is taken (202), carried out in the order of its session, and ends in exactly one outcome.

            Errors are problem details with a stable `code`. Every answer has the header `X-Request-Id`, which logs name, too; send one, and it is taken. \
            Whoever prefers Kafka finds the topics described at `/v3/asyncapi`.""";

    /** In the order in which people read them. */
    private static final Map<String, String> TAGS = new LinkedHashMap<>();

    static {
        TAGS.put("Sessions", "Start, look, restart, close, log out, destroy");
        TAGS.put("Pairing", "What links a phone");
        TAGS.put("Messages", "Send, edit, delete, react");
        TAGS.put("Chats", "Read marks, typing, presence, numbers, and what the account sees");
        TAGS.put("Users", "What a user has, over all sessions");
        TAGS.put("Recovery", "Bring back all that should run");
        TAGS.put("Commands", "What was asked for, and how it ended");
        TAGS.put("Events", "What happens, as it happens");
        TAGS.put("Web hooks", "Events, brought to an address");
        TAGS.put("Media", "Files of messages");
        TAGS.put("Keys", "Who may do what");
        TAGS.put("Audit", "Who did what");
        TAGS.put("Workers", "Who runs the sessions");
        TAGS.put("Health", "Whether the parts are there");
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Rookery")
                        .version("v1")
                        .description(DESCRIPTION)
                        .contact(new Contact().name("Who operates this gateway"))
                        .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")))
                // Relative, so that it holds behind any proxy.
                .servers(List.of(new Server().url("/").description("This gateway")))
                .components(new Components()
                        .addSecuritySchemes(
                                HEADER,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.APIKEY)
                                        .in(SecurityScheme.In.HEADER)
                                        .name("X-Api-Key")
                                        .description("The API key"))
                        .addSecuritySchemes(
                                BEARER,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("The API key as a bearer token")))
                .addSecurityItem(new SecurityRequirement().addList(HEADER))
                .addSecurityItem(new SecurityRequirement().addList(BEARER));
    }

    @Bean
    RequiredFields requiredFields() {
        return new RequiredFields();
    }

    @Bean
    GlobalOperationCustomizer operationNames() {
        return new OperationNames();
    }

    /** Headers as a whole are read for what {@link io.swagger.v3.oas.annotations.Parameter} describes one by one. */
    @Bean
    NamedExamples namedExamples() {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(HttpHeaders.class);
        return new NamedExamples();
    }

    /** The bodies of commands are described by what judges them: the published schemas. */
    @Bean
    @Order(1)
    OpenApiCustomizer commandBodies() {
        return CommandSchemas::addTo;
    }

    @Bean
    @Order(1)
    OpenApiCustomizer namedBodies(NamedExamples named) {
        return named::addTo;
    }

    @Bean
    @Order(1)
    OpenApiCustomizer commonParts() {
        return CommonParts::addTo;
    }

    @Bean
    @Order(2)
    OpenApiCustomizer plainBodies() {
        return PlainBodies::mend;
    }

    @Bean
    @Order(3)
    OpenApiCustomizer problems() {
        return ProblemDocs::addTo;
    }

    @Bean
    @Order(4)
    OpenApiCustomizer answerHeaders() {
        return CommonParts::addHeadersTo;
    }

    @Bean
    @Order(4)
    OpenApiCustomizer examples() {
        return AnswerExamples::addTo;
    }

    @Bean
    @Order(5)
    OpenApiCustomizer tags() {
        return ApiDescription::describeTags;
    }

    /** Always in the same order, so that two of them can be compared. */
    @Bean
    @Order(6)
    OpenApiCustomizer order() {
        return api -> {
            var paths = new Paths();
            new TreeMap<>(api.getPaths()).forEach(paths::addPathItem);
            paths.setExtensions(api.getPaths().getExtensions());
            api.setPaths(paths);
            api.getComponents().setSchemas(new TreeMap<>(api.getComponents().getSchemas()));
            paths.values().forEach(path -> path.readOperations().forEach(ApiDescription::sortAnswers));
        };
    }

    private static void sortAnswers(Operation operation) {
        var answers = new ApiResponses();
        new TreeMap<>(operation.getResponses()).forEach(answers::addApiResponse);
        answers.setExtensions(operation.getResponses().getExtensions());
        operation.setResponses(answers);
    }

    private static void describeTags(OpenAPI api) {
        var used = new TreeSet<String>();
        api.getPaths()
                .values()
                .forEach(path -> path.readOperations().stream()
                        .map(Operation::getTags)
                        .filter(Objects::nonNull)
                        .forEach(used::addAll));
        Map<String, Tag> tags = new LinkedHashMap<>();
        TAGS.forEach((name, text) -> {
            if (used.remove(name)) tags.put(name, new Tag().name(name).description(text));
        });
        used.forEach(name -> tags.put(name, new Tag().name(name)));
        if (api.getTags() != null)
            api.getTags().stream()
                    .filter(tag -> tag.getDescription() != null)
                    .forEach(tag -> tags.put(tag.getName(), tag));
        api.setTags(List.copyOf(tags.values()));
    }
}
