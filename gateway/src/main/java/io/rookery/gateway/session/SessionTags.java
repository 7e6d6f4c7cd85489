package io.rookery.gateway.session;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The ETag of a session: of what is told of it, so every gateway has the same, and it is another one whenever anything is. */
@Component
final class SessionTags {
    private static final int BYTES = 16;
    private final JsonMapper json;

    SessionTags(JsonMapper json) {
        this.json = json;
    }

    /** Spring answers 304 where the caller has it. */
    ResponseEntity<SessionView> answer(SessionView session) {
        return ResponseEntity.ok()
                .eTag(tag(session))
                // May be kept by who has asked, and must be asked for again.
                .cacheControl(CacheControl.noCache().cachePrivate())
                .body(session);
    }

    private String tag(SessionView session) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.writeValueAsBytes(session));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
