package io.rookery.worker.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a ciphertext is bound to: the associated data without which it does not open. Each part is preceded by its length, so no two lists of parts have the same bytes. What is stored in the place
 * of something else – another session's, an older one – opens nowhere but where it belongs.
 */
final class Binding {
    /** In what names no tenant: a deletion, which says that a session has no profile whoever's it is, and what was stored before tenants were named. */
    static final TenantId NOBODY_IN_PARTICULAR = TenantId.DEFAULT;

    private Binding() {}

    static byte[] file(TenantId tenant, SessionId session, ObjectName name) {
        return of(tenant, "file", session, bytes(name.text()));
    }

    /** @param header in front of the ciphertext */
    static byte[] manifest(TenantId tenant, SessionId session, ManifestKey key, byte[] header) {
        return of(tenant, "manifest", session, bytes(key.text()), header);
    }

    static byte[] deletion(SessionId session, ManifestKey key, byte[] header) {
        return of(NOBODY_IN_PARTICULAR, "deletion", session, bytes(key.text()), header);
    }

    /** @param tenant null for a key that names none; one that names the default tenant is bound to something else, so that no name can be taken away */
    static byte[] dataKey(@Nullable TenantId tenant, SessionId session, DataKeyId key) {
        return tenant == null
                ? of(NOBODY_IN_PARTICULAR, "data key", session, bytes(key.text()))
                : of(tenant, "data key of a tenant", session, bytes(key.text()));
    }

    /**
     * @param tenant as that of a data key
     * @param header of the archive, up to the key
     */
    static byte[] archiveKey(@Nullable TenantId tenant, SessionId session, byte[] header) {
        return tenant == null
                ? of(NOBODY_IN_PARTICULAR, "export key", session, header)
                : of(tenant, "export key of a tenant", session, header);
    }

    /** @param header of the archive, with its key */
    static byte[] archive(TenantId tenant, SessionId session, byte[] header) {
        return of(tenant, "export", session, header);
    }

    static byte[] of(TenantId tenant, String what, SessionId session, byte[]... more) {
        List<byte[]> first = List.of(bytes("rookery " + what), bytes(tenant.value()), bytes(session.value()));
        int size = 0;
        for (byte[] part : first) size += Integer.BYTES + part.length;
        for (byte[] part : more) size += Integer.BYTES + part.length;
        ByteBuffer all = ByteBuffer.allocate(size);
        for (byte[] part : first) all.putInt(part.length).put(part);
        for (byte[] part : more) all.putInt(part.length).put(part);
        return all.array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
