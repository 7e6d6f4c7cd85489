package io.rookery.worker.profile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What a ciphertext is bound to: the associated data without which it does not open. Each part is preceded by its length, so no two lists of parts have the same bytes. What is stored in the place
 * of something else – another session's, an older one – opens nowhere but where it belongs.
 */
final class Binding {
    /**
     * A session's id is unique over all tenants of a cluster, so it stands for its tenant, too, and a store knows nothing else of it. The place is kept for a store in which tenants have ids of their
     * own.
     */
    private static final TenantId TENANT = TenantId.DEFAULT;

    private Binding() {}

    static byte[] file(SessionId session, ObjectName name) {
        return of("file", session, bytes(name.text()));
    }

    /** @param header in front of the ciphertext */
    static byte[] manifest(SessionId session, ManifestKey key, byte[] header) {
        return of("manifest", session, bytes(key.text()), header);
    }

    static byte[] deletion(SessionId session, ManifestKey key, byte[] header) {
        return of("deletion", session, bytes(key.text()), header);
    }

    static byte[] dataKey(SessionId session, DataKeyId key) {
        return of("data key", session, bytes(key.text()));
    }

    /** @param header of the archive, up to the key */
    static byte[] archiveKey(SessionId session, byte[] header) {
        return of("export key", session, header);
    }

    /** @param header of the archive, with its key */
    static byte[] archive(SessionId session, byte[] header) {
        return of("export", session, header);
    }

    private static byte[] of(String what, SessionId session, byte[]... more) {
        return of(TENANT, what, session, more);
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
