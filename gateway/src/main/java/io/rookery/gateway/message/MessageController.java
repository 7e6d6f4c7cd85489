package io.rookery.gateway.message;

import io.rookery.events.CommandType;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.command.CommandBody;
import io.rookery.gateway.command.OutcomeDocs;
import io.rookery.gateway.description.Body;
import io.rookery.gateway.description.Outcomes;
import io.rookery.gateway.session.SessionCommands;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Messages that a session sends, and what becomes of them. */
@RestController
@RequestMapping(path = "/v1/sessions/{sessionId}/messages", produces = "application/json")
@Tag(name = "Messages")
class MessageController {
    private static final String MESSAGE_ID = "WhatsApp's id of the message, as results and events name it";

    private final SessionCommands commands;

    MessageController(SessionCommands commands) {
        this.commands = commands;
    }

    @Requires(Permission.MESSAGE_SEND)
    @PostMapping(consumes = "application/json")
    @MessageDocs
    @OutcomeDocs
    @Outcomes({"sent", "failed"})
    @Body("SendMessage")
    @Operation(
            summary = "Send a message",
            description =
                    "Exactly one of text, media, location, contact, poll and forward. Each of several media becomes a message of its own; items then tells what became of each. "
                            + "The receiver sees a message at most once, however often it is repeated with the same Idempotency-Key. Its outcome is succeeded when WhatsApp's server has acknowledged it; "
                            + "delivered and read come as events. A file comes from a URL, from an upload (POST /v1/media), or, up to half a megabyte, as base64.")
    Mono<ResponseEntity<Object>> send(
            @PathVariable String sessionId,
            @RequestBody(required = false) byte @Nullable [] body,
            @RequestHeader HttpHeaders headers) {
        return commands.take(sessionId, headers, () -> CommandBody.parse(body).as(CommandType.SEND));
    }

    @Requires(Permission.MESSAGE_SEND)
    @PostMapping(path = "/{messageId}/edit", consumes = "application/json")
    @MessageDocs
    @OutcomeDocs
    @Outcomes({"done", "unknown"})
    @Body("EditMessage")
    @Operation(
            summary = "Edit a message",
            description =
                    "Puts another text in place of an own message's; WhatsApp allows it for some minutes. Done twice it does no harm: where nobody knows whether it was done, it is done again.")
    Mono<ResponseEntity<Object>> edit(
            @PathVariable String sessionId,
            @PathVariable @Parameter(description = MESSAGE_ID) String messageId,
            @RequestBody(required = false) byte @Nullable [] body,
            @RequestHeader HttpHeaders headers) {
        return commands.take(
                sessionId,
                headers,
                () -> CommandBody.parse(body).with("messageId", messageId).as(CommandType.EDIT));
    }

    @Requires(Permission.MESSAGE_SEND)
    @PostMapping(path = "/{messageId}/delete", consumes = "application/json")
    @MessageDocs
    @OutcomeDocs
    @Body("DeleteMessage")
    @Operation(
            summary = "Delete a message",
            description =
                    "Deletes an own message for everyone in the chat. It is no DELETE, because the chat is needed, too, and phone numbers don't belong into addresses. Done twice it does no harm: where nobody knows whether it was done, it is done again.")
    Mono<ResponseEntity<Object>> delete(
            @PathVariable String sessionId,
            @PathVariable @Parameter(description = MESSAGE_ID) String messageId,
            @RequestBody(required = false) byte @Nullable [] body,
            @RequestHeader HttpHeaders headers) {
        return commands.take(
                sessionId,
                headers,
                () -> CommandBody.parse(body).with("messageId", messageId).as(CommandType.DELETE));
    }

    @Requires(Permission.MESSAGE_SEND)
    @PutMapping(path = "/{messageId}/reaction", consumes = "application/json")
    @MessageDocs
    @OutcomeDocs
    @Body("ReactToMessage")
    @Operation(
            operationId = "reactToMessage",
            summary = "React to a message",
            description =
                    "Sets this account's one reaction to a message, whoever wrote it; an empty emoji takes it back. Done twice it does no harm: where nobody knows whether it was done, it is done again.")
    Mono<ResponseEntity<Object>> react(
            @PathVariable String sessionId,
            @PathVariable @Parameter(description = MESSAGE_ID) String messageId,
            @RequestBody(required = false) byte @Nullable [] body,
            @RequestHeader HttpHeaders headers) {
        return commands.take(
                sessionId,
                headers,
                () -> CommandBody.parse(body).with("messageId", messageId).as(CommandType.REACT));
    }
}
