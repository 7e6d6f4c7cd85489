package io.rookery.gateway.description;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rookery.events.asyncapi.AsyncApi;
import io.rookery.startup.TopicProperties;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The AsyncAPI document of this cluster's topics; open to everybody, as the description of the routes is. */
@RestController
@Hidden
@EnableConfigurationProperties(TopicProperties.class)
class AsyncApiController {
    private final String json;
    private final String yaml;

    AsyncApiController(TopicProperties topics) throws JsonProcessingException {
        this.json = AsyncApi.document(topics.settings()).toPrettyString();
        this.yaml = Yaml31.mapper().writeValueAsString(Json31.mapper().readTree(json));
    }

    @GetMapping(
            path = {"/v3/asyncapi", "/v3/asyncapi.json"},
            produces = "application/json")
    Mono<String> json() {
        return Mono.just(json);
    }

    @GetMapping(path = "/v3/asyncapi.yaml", produces = "application/yaml")
    Mono<String> yaml() {
        return Mono.just(yaml);
    }
}
