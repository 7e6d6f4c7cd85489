package io.rookery.gateway.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rookery.events.Command;
import io.rookery.events.InvalidValue;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;

/** A code as JSON. {@code qr} and {@code pngDataUrl} come with the method qr, {@code code} with the method code. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "PairingCode", description = "What links a phone. A secret, and soon expired.")
record CodeView(
        Command.Method method,

        @Schema(description = "The content of the QR code, with the method qr", example = "2@Xk7…") @Nullable String qr,

        @Schema(description = "The letters to type, with the method code", example = "ABCD-EFGH") @Nullable String code,

        Instant expiresAt,

        @Schema(description = "The QR code as a picture, data:image/png;base64,…") @Nullable String pngDataUrl) {
    static final String WAIT = "Seconds to wait for a code, 0 to 30";
    private static final int LONGEST_WAIT = 30;

    static CodeView of(PairingCode code) {
        return switch (code.method()) {
            case QR ->
                new CodeView(
                        code.method(),
                        code.code(),
                        null,
                        code.expiresAt(),
                        "data:image/png;base64," + Base64.getEncoder().encodeToString(QrImage.png(code.code())));
            case CODE -> new CodeView(code.method(), null, code.code(), code.expiresAt(), null);
        };
    }

    static ResponseEntity<CodeView> answer(PairingCode code) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(of(code));
    }

    /** @throws InvalidValue where nobody waits for so long */
    static Duration patience(int seconds) {
        if (seconds < 0 || seconds > LONGEST_WAIT)
            throw new InvalidValue("wait", "must be 0 to " + LONGEST_WAIT + " seconds");
        return Duration.ofSeconds(seconds);
    }
}
