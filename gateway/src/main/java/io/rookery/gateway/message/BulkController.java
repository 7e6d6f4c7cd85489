package io.rookery.gateway.message;

import io.rookery.events.CommandType;
import io.rookery.events.InvalidValue;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.command.CommandBody;
import io.rookery.gateway.command.OutcomeDocs;
import io.rookery.gateway.description.Body;
import io.rookery.gateway.description.Outcomes;
import io.rookery.gateway.session.SessionCommands;
import io.swagger.v3.oas.annotations.Operation;
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

/** Many messages by one command. */
@RestController
@RequestMapping(path = "/v1", produces = "application/json")
@Tag(name = "Messages")
class BulkController {
    private final SessionCommands commands;

    BulkController(SessionCommands commands) {
        this.commands = commands;
    }

    @Requires(Permission.MESSAGE_SEND)
    @PostMapping(path = "/bulk", consumes = "application/json")
    @MessageDocs
    @OutcomeDocs
    @Outcomes("partly")
    @Body("Bulk")
    @Operation(
            operationId = "createBulk",
            summary = "Send many messages",
            description =
                    "Up to 50 by the session that the body names, one after the other, with a random pause between two. One that fails does not stop the rest; items tells what became of each. "
                            + "succeeded with the code PARTLY means: some of them were sent.")
    Mono<ResponseEntity<Object>> send(
            @RequestBody(required = false) byte @Nullable [] body, @RequestHeader HttpHeaders headers) {
        return Mono.defer(() -> {
            CommandBody fields = CommandBody.parse(body);
            String session = fields.take("sessionId");
            if (session == null) throw new InvalidValue("sessionId", "is missing or no text");
            return commands.take(session, headers, () -> fields.as(CommandType.BULK));
        });
    }

    /** There is one way to send a bulk, by the address that says so; clients of this one go on working. */
    @Requires(Permission.MESSAGE_SEND)
    @PostMapping(path = "/sessions/{sessionId}/messages/bulk", consumes = "application/json")
    @MessageDocs
    @OutcomeDocs
    @Outcomes("partly")
    @Body("SendBulk")
    @Operation(
            operationId = "sendBulk",
            deprecated = true,
            summary = "Send many messages of a session",
            description = "The same as POST /v1/bulk, with the session in the address. Use that one.")
    Mono<ResponseEntity<Object>> sendOf(
            @PathVariable String sessionId,
            @RequestBody(required = false) byte @Nullable [] body,
            @RequestHeader HttpHeaders headers) {
        return commands.take(sessionId, headers, () -> CommandBody.parse(body).as(CommandType.BULK));
    }
}
