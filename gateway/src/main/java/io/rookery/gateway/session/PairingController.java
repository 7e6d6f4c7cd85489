package io.rookery.gateway.session;

import io.rookery.events.Command;
import io.rookery.events.SessionId;
import io.rookery.gateway.access.Audited;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Requires;
import io.rookery.gateway.problem.Problem;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The code that links a phone: as JSON, or as a picture. */
@RestController
@RequestMapping("/v1/sessions/{sessionId}/qr")
@Tag(name = "Pairing")
class PairingController {
    private static final String DESCRIPTION =
            "The code that a person scans, or types into the phone, before it expires. With wait the answer comes as "
                    + "soon as there is a code. 409 QR_NOT_AVAILABLE with the session's state where there is none: not yet, or no more, because the "
                    + "session is linked.";
    private static final String NAME = "getQrCode";

    private final Pairing pairing;

    PairingController(Pairing pairing) {
        this.pairing = pairing;
    }

    @Audited
    @Requires(Permission.SESSION_CONNECT)
    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = NAME, summary = "Get the QR or pairing code", description = DESCRIPTION)
    @CodeAnswers
    Mono<ResponseEntity<CodeView>> json(
            @PathVariable String sessionId,
            @RequestParam(defaultValue = "0") @Parameter(description = CodeView.WAIT) int wait) {
        return code(sessionId, wait).map(CodeView::answer);
    }

    @Audited
    @Requires(Permission.SESSION_CONNECT)
    @GetMapping(produces = MediaType.IMAGE_PNG_VALUE)
    @Operation(operationId = NAME, summary = "Get the QR or pairing code", description = DESCRIPTION)
    @CodeAnswers
    Mono<ResponseEntity<byte[]>> png(
            @PathVariable String sessionId,
            @RequestParam(defaultValue = "0") @Parameter(description = CodeView.WAIT) int wait) {
        return code(sessionId, wait).map(code -> {
            if (code.method() != Command.Method.QR)
                throw new ProblemException(Problem.of(
                                ProblemCode.QR_NOT_AVAILABLE,
                                "the session pairs by a code to type; ask for application/json")
                        .withState("PAIRING_CODE_READY"));
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.noStore())
                    .header("Expires-At", code.expiresAt().toString())
                    .body(QrImage.png(code.code()));
        });
    }

    private Mono<PairingCode> code(String sessionId, int wait) {
        return Mono.defer(() -> pairing.code(new SessionId(sessionId), CodeView.patience(wait)));
    }
}
