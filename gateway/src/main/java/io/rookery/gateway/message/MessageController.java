package io.rookery.gateway.message;

import io.rookery.events.Command;
import io.rookery.events.CommandType;
import io.rookery.events.SessionId;
import io.rookery.gateway.command.CommandBody;
import io.rookery.gateway.command.CommandDocs;
import io.rookery.gateway.command.CommandOptions;
import io.rookery.gateway.command.Commands;
import io.rookery.gateway.session.SessionDirectory;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Messages that a session sends. */
@RestController
@RequestMapping(path = "/v1/sessions/{sessionId}/messages", produces = "application/json")
@Tag(name = "Messages")
class MessageController {
    private final Commands commands;
    private final SessionDirectory directory;

    MessageController(Commands commands, SessionDirectory directory) {
        this.commands = commands;
        this.directory = directory;
    }

    @PostMapping(consumes = "application/json")
    @CommandDocs
    @Operation(
            summary = "Send a text",
            description =
                    "The receiver sees it at most once, however often it is repeated with the same Idempotency-Key. Its outcome is "
                            + "succeeded when WhatsApp's server has acknowledged it; delivered and read come as events.",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(implementation = SendText.class))))
    Mono<ResponseEntity<Object>> send(
            @PathVariable String sessionId,
            @RequestBody(required = false) byte @Nullable [] body,
            @Parameter(hidden = true) @RequestHeader HttpHeaders headers) {
        return Mono.defer(() -> {
            SessionId session = new SessionId(sessionId);
            CommandOptions options = CommandOptions.of(headers);
            Command command = CommandBody.parse(body).as(CommandType.SEND);
            return directory
                    .requireForCommand(session)
                    .then(Mono.defer(() -> commands.submit(session, command, options)));
        });
    }
}
