package io.rookery.gateway.session;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of a PUT, for the description; the schema of the command judges it. */
@Schema(name = "EnsureSession")
record EnsureSession(
        StartSession.@Nullable Pairing pairing,
        @Nullable Map<String, String> metadata,
        @Nullable String userId,
        @Nullable String engine,
        StartSession.@Nullable Proxy proxy,
        @Nullable String onConflict) {}
