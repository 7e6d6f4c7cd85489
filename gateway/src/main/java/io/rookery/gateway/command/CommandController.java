package io.rookery.gateway.command;

import io.rookery.events.CommandId;
import io.rookery.events.InvalidValue;
import io.rookery.events.SessionId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Commands that were sent before. */
@RestController
@RequestMapping(path = "/v1/commands", produces = "application/json")
@Tag(name = "Commands")
class CommandController {
    private final Outcomes outcomes;

    CommandController(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    @Requires(Permission.SESSION_READ)
    @GetMapping("/{id}")
    @Operation(
            summary = "How a command ended",
            description =
                    "pending, or the outcome. A gateway knows the commands that it took itself and the outcomes that it read in the "
                            + "last minutes; what is older is 404 COMMAND_NOT_FOUND here and can be read from the outcome topic.")
    @ApiResponse(responseCode = "200", description = "The command")
    @ApiResponse(responseCode = "404", description = "COMMAND_NOT_FOUND", content = @Content)
    Mono<CommandState> get(
            @PathVariable @Parameter(description = "The command's id") String id,
            @RequestParam(required = false)
                    @Parameter(
                            description =
                                    "The command's session. Without it the session counts that used this command id last.")
                    @Nullable String sessionId) {
        return Caller.current().map(caller -> {
            if (!CommandId.isValid(id)) throw new InvalidValue("id", "must be 1 to 128 visible ASCII characters");
            SessionId session = sessionId == null ? null : new SessionId(sessionId);
            return outcomes.find(caller.tenant(), new CommandId(id), session)
                    .filter(state -> caller.covers(new SessionId(state.sessionId())))
                    .orElseThrow(() -> ProblemException.of(
                            ProblemCode.COMMAND_NOT_FOUND, "it was not taken here, or too long ago"));
        });
    }
}
