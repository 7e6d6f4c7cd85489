package io.rookery.gateway.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Who did what. */
@RestController
@RequestMapping(path = "/v1/audit", produces = "application/json")
@Tag(name = "Audit")
class AuditController {
    private static final int LONGEST_PAGE = 200;
    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,18}");

    private final AuditLog log;

    AuditController(AuditLog log) {
        this.log = log;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AuditPage")
    record AuditPage(
            @Schema(description = "The newest first") List<AuditRecord> records,

            @Schema(description = "Send it as cursor for what is older; missing where nothing is", example = "1234")
            @Nullable String next) {

        static AuditPage of(AuditLog.Page page) {
            return new AuditPage(page.records(), page.next() == null ? null : Long.toString(page.next()));
        }
    }

    @Requires(Permission.AUDIT_READ)
    @GetMapping
    @Operation(
            summary = "Who did what",
            description =
                    "The requests of the own tenant that changed something, or showed codes or keys, the newest first; of a key that covers some sessions only, what is about those. "
                            + "Read from the log on demand: only so many records are looked at for a page, so it may be short and have a next one all the same.")
    @ApiResponse(responseCode = "200", description = "The records")
    @ApiResponse(responseCode = "503", description = "KAFKA_UNAVAILABLE", content = @Content)
    Mono<AuditPage> read(
            @RequestParam(required = false)
                    @Parameter(description = "Not before this time", example = "2026-01-31T12:00:00Z")
                    @Nullable String from,
            @RequestParam(required = false) @Parameter(description = "Before this time") @Nullable String to,
            @RequestParam(required = false) @Parameter(description = "The id of the key") @Nullable String key,
            @RequestParam(required = false) @Parameter(description = "The session that it was about") @Nullable String session,
            @RequestParam(required = false)
                    @Parameter(description = "The permission that was needed", example = "session:delete")
                    @Nullable String action,
            @RequestParam(defaultValue = "50") @Parameter(description = "1 to 200") int limit,
            @RequestParam(required = false) @Parameter(description = "next of the page before") @Nullable String cursor) {
        return Caller.current()
                .flatMap(caller -> log.read(new AuditLog.Query(
                        caller.tenant(),
                        caller.sessions(),
                        time("from", from),
                        time("to", to),
                        key,
                        session == null ? null : new SessionId(session),
                        action,
                        limit(limit),
                        cursor(cursor))))
                .map(AuditPage::of)
                .onErrorMap(
                        AuditLog.AuditUnavailable.class,
                        error -> ProblemException.of(ProblemCode.KAFKA_UNAVAILABLE, "the audit log can't be read now"));
    }

    private static @Nullable Instant time(String field, @Nullable String text) {
        if (text == null) return null;
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new InvalidValue(field, "must be a time such as 2026-01-31T12:00:00Z");
        }
    }

    private static int limit(int limit) {
        if (limit < 1 || limit > LONGEST_PAGE) throw new InvalidValue("limit", "must be 1 to " + LONGEST_PAGE);
        return limit;
    }

    private static @Nullable Long cursor(@Nullable String cursor) {
        if (cursor == null) return null;
        if (!CURSOR.matcher(cursor).matches()) throw new InvalidValue("cursor", "must be next of the page before");
        return Long.valueOf(cursor);
    }
}
