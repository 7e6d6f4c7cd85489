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

/** What a session does beside sending: in chats, with its presence, with numbers. */
@RestController
@RequestMapping(path = "/v1/sessions/{sessionId}", produces = "application/json")
@Tag(name = "Chats")
class ChatController {
    private final SessionCommands commands;

    ChatController(SessionCommands commands) {
        this.commands = commands;
    }

    @Requires(Permission.MESSAGE_SEND)
    @PostMapping(path = "/chats/seen", consumes = "application/json")
    @MessageDocs
    @OutcomeDocs
    @Body("MarkSeen")
    @Operation(
            operationId = "markSeen",
            summary = "Mark a chat as read",
            description =
                    "Its senders get read receipts, where the account's privacy settings allow that. Done twice it does no harm: where nobody knows whether it was done, it is done again.")
    Mono<ResponseEntity<Object>> seen(
            @PathVariable String sessionId,
            @RequestBody(required = false) byte @Nullable [] body,
            @RequestHeader HttpHeaders headers) {
        return commands.take(sessionId, headers, () -> CommandBody.parse(body).as(CommandType.SEEN));
    }

    @Requires(Permission.MESSAGE_SEND)
    @PostMapping(path = "/chats/typing", consumes = "application/json")
    @MessageDocs
    @OutcomeDocs
    @Body("ShowTyping")
    @Operation(
            operationId = "showTyping",
            summary = "Show that somebody types",
            description =
                    "Shows typing or recording in the chat for seconds (10 by default), or until stopped. Done twice it does no harm: where nobody knows whether it was done, it is done again.")
    Mono<ResponseEntity<Object>> typing(
            @PathVariable String sessionId,
            @RequestBody(required = false) byte @Nullable [] body,
            @RequestHeader HttpHeaders headers) {
        return commands.take(sessionId, headers, () -> CommandBody.parse(body).as(CommandType.TYPING));
    }

    @Requires(Permission.MESSAGE_SEND)
    @PutMapping(path = "/presence", consumes = "application/json")
    @MessageDocs
    @OutcomeDocs
    @Body("SetPresence")
    @Operation(
            operationId = "setPresence",
            summary = "Show the account as online, or not",
            description =
                    "Whoever may see it sees it. Done twice it does no harm: where nobody knows whether it was done, it is done again.")
    Mono<ResponseEntity<Object>> presence(
            @PathVariable String sessionId,
            @RequestBody(required = false) byte @Nullable [] body,
            @RequestHeader HttpHeaders headers) {
        return commands.take(sessionId, headers, () -> CommandBody.parse(body).as(CommandType.PRESENCE));
    }

    @Requires(Permission.MESSAGE_READ)
    @PostMapping(path = "/contacts/check", consumes = "application/json")
    @MessageDocs
    @OutcomeDocs
    @Outcomes("checked")
    @Body("CheckNumbers")
    @Operation(
            operationId = "checkNumbers",
            summary = "Check which numbers are on WhatsApp",
            description =
                    "Up to 50. items has one entry for each number, in order. Numbers are in the body, because they don't belong into addresses.")
    Mono<ResponseEntity<Object>> check(
            @PathVariable String sessionId,
            @RequestBody(required = false) byte @Nullable [] body,
            @RequestHeader HttpHeaders headers) {
        return commands.take(sessionId, headers, () -> CommandBody.parse(body).as(CommandType.CHECK));
    }

    @Requires(Permission.MESSAGE_READ)
    @PostMapping(path = "/query", consumes = "application/json")
    @MessageDocs
    @Body("Query")
    @Operation(
            operationId = "querySession",
            summary = "Ask for what the account sees",
            description =
                    "Chats, the newest messages of a chat, contacts, groups, or the address of a profile picture; in items, as docs/topics.md has them. With Prefer: wait the answer is here, "
                            + "as of any command. Nothing is marked as read by it.")
    @OutcomeDocs
    Mono<ResponseEntity<Object>> query(
            @PathVariable String sessionId,
            @RequestBody(required = false) byte @Nullable [] body,
            @RequestHeader HttpHeaders headers) {
        return commands.take(sessionId, headers, () -> CommandBody.parse(body).as(CommandType.QUERY));
    }
}
