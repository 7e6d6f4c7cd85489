package io.rookery.gateway.session;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.Command;
import io.rookery.events.CommandType;
import io.rookery.events.InvalidValue;
import io.rookery.events.SessionId;
import io.rookery.gateway.access.Audited;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.body.StrictBody;
import io.rookery.gateway.command.CommandDocs;
import io.rookery.gateway.command.OutcomeDocs;
import io.rookery.gateway.description.Body;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** The letters that link a phone where nobody can scan: asked for, and shown. */
@RestController
@RequestMapping(path = "/v1/sessions/{sessionId}/pairing-code", produces = "application/json")
@Tag(name = "Pairing")
class PairingCodeController {
    private static final String FIELD = "phoneNumber";

    private final Pairing pairing;
    private final PairingRequests requests;

    PairingCodeController(Pairing pairing, PairingRequests requests) {
        this.pairing = pairing;
        this.requests = requests;
    }

    record Wanted(@Nullable String phoneNumber) {

        Command.Pairing pairing() {
            if (phoneNumber == null) throw new InvalidValue(FIELD, "is missing");
            try {
                var start = (Command.Start) CloudEventCodec.command(
                        CommandType.START, StrictBody.fields(null).set("pairing", asPairing(phoneNumber)));
                return start.pairingOrDefault();
            } catch (InvalidValue problem) {
                throw new InvalidValue(
                        FIELD, problem.sentence().substring(problem.field().length() + 1));
            }
        }

        private static ObjectNode asPairing(String number) {
            return StrictBody.fields(null).put("method", "code").put(FIELD, number);
        }
    }

    @Requires(Permission.SESSION_CONNECT)
    @PostMapping(consumes = "application/json")
    @CommandDocs
    @OutcomeDocs
    @Body("RequestPairingCode")
    @Operation(
            operationId = "requestPairingCode",
            summary = "Ask for a pairing code",
            description =
                    "For a session that no phone has linked: it shows a code for this number from then on, to be read by GET, in place of a QR code or of another number's. It is started as it was, or closed and started where it runs. "
                            + "The outcome is that of the start; wait for it (Prefer: wait=30) before you read the code. A session that does not exist yet is made by PUT /v1/sessions/{sessionId} with the pairing in its body.")
    @ApiResponse(
            responseCode = "400",
            description =
                    "INVALID_PHONE_NUMBER, INVALID_REQUEST, MALFORMED_JSON, INVALID_SESSION_ID. Nothing was taken.",
            content = @Content)
    @ApiResponse(
            responseCode = "409",
            description = "SESSION_LINKED, with the session's state: log it out first",
            content = @Content)
    @ApiResponse(
            responseCode = "503",
            description =
                    "KAFKA_UNAVAILABLE: it may have been taken or not; repeat it with the same Idempotency-Key. REDIS_UNAVAILABLE: what the session was started with can't be read",
            content = @Content)
    Mono<ResponseEntity<Object>> request(
            @PathVariable String sessionId,
            @RequestBody(required = false) byte @Nullable [] body,
            @RequestHeader HttpHeaders headers) {
        return Mono.defer(() -> requests.request(
                new SessionId(sessionId),
                headers,
                StrictBody.read(body, Wanted.class).pairing()));
    }

    @Audited
    @Requires(Permission.SESSION_CONNECT)
    @GetMapping
    @Operation(
            operationId = "readPairingCode",
            summary = "Read the pairing code",
            description =
                    "The letters that a person types into the phone, before they expire. With wait the answer comes as soon as there are some. A session shows them that was started with the method code, "
                            + "or where POST asked for them; /qr shows whichever kind of code there is.")
    @ApiResponse(responseCode = "200", description = "The code, which soon expires")
    @ApiResponse(
            responseCode = "409",
            description =
                    "PAIRING_CODE_NOT_AVAILABLE, with the session's state: not yet, it shows a QR code (nobody asked for letters, or WhatsApp gives none), or it is linked",
            content = @Content)
    @ApiResponse(
            responseCode = "503",
            description = "REDIS_UNAVAILABLE. TOO_MANY_STREAMS: too many callers wait",
            content = @Content)
    Mono<ResponseEntity<CodeView>> read(
            @PathVariable String sessionId,
            @RequestParam(defaultValue = "0") @Parameter(description = CodeView.WAIT) int wait) {
        return Mono.defer(() -> pairing.typed(new SessionId(sessionId), CodeView.patience(wait)))
                .map(CodeView::answer);
    }
}
