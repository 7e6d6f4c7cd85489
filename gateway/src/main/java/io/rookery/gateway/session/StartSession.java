package io.rookery.gateway.session;

import io.rookery.events.SessionId;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a start, for the description; the schema of the command judges it. */
@Schema(name = "StartSession")
record StartSession(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                pattern = SessionId.PATTERN,
                description = "The session's name, unique in the cluster",
                example = "alice")
        String sessionId,

        @Nullable Pairing pairing,

        @Schema(
                description =
                        "Up to 16 texts of the caller's own, told with every event of the session; keys of 1 to 64 of A-Za-z0-9_.-, values up to 256 characters")
        @Nullable Map<String, String> metadata,

        @Schema(
                description = "Whose session it is, in the caller's own terms: 1 to 128 visible ASCII characters",
                example = "user-1")
        @Nullable String userId,

        @Schema(description = "What drives WhatsApp Web; there is one", allowableValues = "playwright") @Nullable String engine,

        @Nullable Proxy proxy,

        @Schema(
                description =
                        "Where the user has another session: refuse (409 USER_HAS_SESSION, as by default), replace (it is destroyed), add (the user has several)",
                allowableValues = {"refuse", "replace", "add"})
        @Nullable String onConflict) {

    /** Through which its browser reaches WhatsApp. */
    @Schema(name = "Proxy", description = "Through which the session's browser reaches WhatsApp, and nothing else")
    record Proxy(
            @Schema(
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    description = "http, https or socks5, with host and port",
                    example = "http://proxy.example:3128")
            String server,

            @Schema(description = "Where it asks for one; a SOCKS proxy can't") @Nullable String username,

            @Nullable String password) {}

    /** How a phone shall link it. */
    @Schema(name = "Pairing", description = "How a phone shall link a session that has no device yet; QR by default")
    record Pairing(
            @Schema(
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    allowableValues = {"qr", "code"},
                    example = "qr")
            String method,

            @Schema(
                    description = "E.164, required with the method code",
                    pattern = "^\\+?[1-9][0-9]{6,14}$",
                    nullable = true)
            @Nullable String phoneNumber) {}
}
