package io.rookery.worker.profile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.rookery.store.MasterKeys.Wrapped;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Something that a master key has wrapped, as bytes:
 *
 * <pre>
 * "RKDK"  format, 1 byte  length of the id, 1 byte  the master key's id, ASCII  what is wrapped
 * </pre>
 */
final class WrapFormat {
    private static final byte[] MAGIC = {'R', 'K', 'D', 'K'};
    private static final int VERSION = 1;

    private WrapFormat() {}

    static byte[] write(Wrapped wrapped) {
        byte[] id = wrapped.masterKey().getBytes(US_ASCII);
        if (id.length == 0 || id.length > 255)
            throw new IllegalArgumentException("a master key's id has 1 to 255 bytes");
        return ByteBuffer.allocate(MAGIC.length + 2 + id.length + wrapped.bytes().length)
                .put(MAGIC)
                .put((byte) VERSION)
                .put((byte) id.length)
                .put(id)
                .put(wrapped.bytes())
                .array();
    }

    /** @param what in the message of an error */
    static Wrapped read(byte[] content, String what) throws ProfileDamaged, ProfileTooNew {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            byte[] magic = new byte[MAGIC.length];
            buffer.get(magic);
            int version = Byte.toUnsignedInt(buffer.get());
            if (ByteBuffer.wrap(magic).compareTo(ByteBuffer.wrap(MAGIC)) != 0 || version == 0) {
                throw new ProfileDamaged(what + " is not readable");
            }
            if (version > VERSION) {
                throw new ProfileTooNew(what + " has format " + version + ", known is up to " + VERSION);
            }
            byte[] id = new byte[Byte.toUnsignedInt(buffer.get())];
            buffer.get(id);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            String text = new String(id, ISO_8859_1);
            if (text.isEmpty() || !text.chars().allMatch(letter -> letter > 0x20 && letter < 0x7f)) {
                throw new ProfileDamaged(what + " names no master key");
            }
            return new Wrapped(text, bytes);
        } catch (BufferUnderflowException e) {
            throw new ProfileDamaged(what + " ends early");
        }
    }
}
