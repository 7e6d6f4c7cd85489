package io.rookery.gateway.ops;

import io.rookery.gateway.problem.Problem;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the OpenAPI description says beyond the operations: the key, and that every error is a problem. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {
    private static final String HEADER = "apiKey";
    private static final String BEARER = "bearer";

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(
                        new Info()
                                .title("Rookery")
                                .version("v1")
                                .description(
                                        "WhatsApp Web sessions. What changes something is a command: it is taken (202), carried out in the "
                                                + "order of its session, and ends in exactly one outcome. Errors are problem details with a stable code."))
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
    OpenApiCustomizer problemsEverywhere() {
        return api -> {
            ModelConverters.getInstance().read(Problem.class).forEach(api.getComponents()::addSchemas);
            api.getPaths().values().forEach(path -> path.readOperations().forEach(ApiDescription::addProblem));
        };
    }

    /** The bodies of commands are described by what judges them: the published schemas. */
    @Bean
    OpenApiCustomizer commandBodies() {
        return CommandSchemas::addTo;
    }

    private static void addProblem(Operation operation) {
        ApiResponses responses = operation.getResponses();
        responses.addApiResponse(
                "default", new ApiResponse().description("Any error: problem details with a stable code"));
        responses.forEach((status, response) -> {
            boolean error = status.equals("default") || status.startsWith("4") || status.startsWith("5");
            if (error && response.getContent() == null)
                response.setContent(new Content()
                        .addMediaType(
                                "application/problem+json",
                                new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem"))));
        });
    }
}
