package io.rookery.worker.profile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.rookery.events.InvalidValue;
import io.rookery.events.TenantId;
import io.rookery.store.MasterKeys.Wrapped;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Something that a master key has wrapped, as bytes:
 *
 * <pre>
 * "RKDK"  1, 1 byte  length of the id, 1 byte  the master key's id, ASCII  what is wrapped
 * "RKDK"  2, 1 byte  length of the tenant, 1 byte  the tenant, ASCII  and as above from the length of the id
 * </pre>
 *
 * The second says whose it is, in the clear, so that who knows a session only can open it, too; it is true where what is wrapped opens, for that is bound to it ({@link Binding}). The first is a
 * deletion's seal, or from before tenants were named.
 */
final class WrapFormat {
    private static final byte[] MAGIC = {'R', 'K', 'D', 'K'};
    private static final int NAMELESS = 1;
    private static final int OF_A_TENANT = 2;

    private WrapFormat() {}

    /** @param tenant null where it names none */
    record Wrap(@Nullable TenantId tenant, Wrapped wrapped) {}

    static byte[] write(Wrap wrap) {
        Wrapped wrapped = wrap.wrapped();
        byte[] tenant = wrap.tenant() == null ? null : wrap.tenant().value().getBytes(US_ASCII);
        byte[] id = wrapped.masterKey().getBytes(US_ASCII);
        if (id.length == 0 || id.length > 255)
            throw new IllegalArgumentException("a master key's id has 1 to 255 bytes");
        int size = MAGIC.length + 2 + id.length + wrapped.bytes().length + (tenant == null ? 0 : 1 + tenant.length);
        ByteBuffer bytes = ByteBuffer.allocate(size).put(MAGIC);
        if (tenant == null) bytes.put((byte) NAMELESS);
        else bytes.put((byte) OF_A_TENANT).put((byte) tenant.length).put(tenant);
        return bytes.put((byte) id.length).put(id).put(wrapped.bytes()).array();
    }

    /** @param what in the message of an error */
    static Wrap read(byte[] content, String what) throws ProfileDamaged, ProfileTooNew {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            byte[] magic = new byte[MAGIC.length];
            buffer.get(magic);
            int version = Byte.toUnsignedInt(buffer.get());
            if (ByteBuffer.wrap(magic).compareTo(ByteBuffer.wrap(MAGIC)) != 0 || version == 0) {
                throw new ProfileDamaged(what + " is not readable");
            }
            if (version > OF_A_TENANT) {
                throw new ProfileTooNew(what + " has format " + version + ", known is up to " + OF_A_TENANT);
            }
            TenantId tenant = version == NAMELESS ? null : tenant(text(buffer), what);
            String id = text(buffer);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            if (id.isEmpty() || !id.chars().allMatch(letter -> letter > 0x20 && letter < 0x7f)) {
                throw new ProfileDamaged(what + " names no master key");
            }
            return new Wrap(tenant, new Wrapped(id, bytes));
        } catch (BufferUnderflowException e) {
            throw new ProfileDamaged(what + " ends early");
        }
    }

    private static String text(ByteBuffer buffer) {
        byte[] text = new byte[Byte.toUnsignedInt(buffer.get())];
        buffer.get(text);
        return new String(text, ISO_8859_1);
    }

    private static TenantId tenant(String name, String what) throws ProfileDamaged {
        try {
            return new TenantId(name);
        } catch (InvalidValue e) {
            throw new ProfileDamaged(what + " names no tenant");
        }
    }
}
