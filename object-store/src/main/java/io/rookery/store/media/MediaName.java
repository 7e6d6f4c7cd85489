package io.rookery.store.media;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rookery.events.InvalidValue;
import io.rookery.events.TenantId;
import java.nio.ByteBuffer;
import java.util.List;

/** Which file it is: its key in the store, and what its ciphertexts are bound to, so that one that is stored in another one's place opens nowhere. */
record MediaName(TenantId tenant, MediaId id) {

    static final String PREFIX = "media/";

    String key() {
        return PREFIX + tenant + "/" + id;
    }

    /** Whether it is one that {@link #key} gives. */
    static boolean isKey(String key) {
        String[] parts = key.split("/", -1);
        if (parts.length != 3 || !key.startsWith(PREFIX)) return false;
        try {
            return new MediaName(new TenantId(parts[1]), new MediaId(parts[2]))
                    .key()
                    .equals(key);
        } catch (InvalidValue e) {
            return false;
        }
    }

    byte[] keyBinding() {
        return binding("key", new byte[0]);
    }

    /** @param header in front of it */
    byte[] infoBinding(byte[] header) {
        return binding("info", header);
    }

    /** @param header in front of it, with the sealed info */
    byte[] contentBinding(byte[] header) {
        return binding("content", header);
    }

    /** Each part is preceded by its length, so no two lists of parts have the same bytes. */
    private byte[] binding(String what, byte[] header) {
        List<byte[]> parts = List.of(
                ("rookery media " + what).getBytes(UTF_8),
                tenant.value().getBytes(UTF_8),
                id.value().getBytes(UTF_8),
                header);
        int size = parts.stream().mapToInt(part -> Integer.BYTES + part.length).sum();
        ByteBuffer all = ByteBuffer.allocate(size);
        for (byte[] part : parts) all.putInt(part.length).put(part);
        return all.array();
    }

    @Override
    public String toString() {
        return key();
    }
}
