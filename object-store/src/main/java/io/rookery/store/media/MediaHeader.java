package io.rookery.store.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.rookery.store.MasterKeys.Wrapped;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * What stands in front of a stored file's content:
 *
 * <pre>
 * "RKMF"  format, 1 byte  length, 1 byte   the master key's id, ASCII
 *                         length, 2 bytes  the data key, wrapped by it
 *                         length, 2 bytes  what is known of the file, sealed ({@link InfoFormat})
 * </pre>
 *
 * @param key the data key, wrapped
 * @param info sealed
 */
@SuppressWarnings("ArrayRecordComponent") // is never compared
record MediaHeader(Wrapped key, byte[] info) {
    /** No header is longer. */
    static final int LONGEST = 8 * 1024;

    private static final byte[] MAGIC = {'R', 'K', 'M', 'F'};
    private static final int VERSION = 1;

    /** What the info is bound to: all before it. */
    static byte[] beforeInfo(Wrapped key) {
        byte[] id = key.masterKey().getBytes(US_ASCII);
        if (id.length == 0 || id.length > 255)
            throw new IllegalArgumentException("a master key's id has 1 to 255 bytes");
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.write(MAGIC);
            out.writeByte(VERSION);
            out.writeByte(id.length);
            out.write(id);
            writeBlock(out, key.bytes());
        } catch (IOException e) {
            throw new IllegalStateException("memory takes everything", e);
        }
        return bytes.toByteArray();
    }

    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.write(beforeInfo(key));
            writeBlock(out, info);
        } catch (IOException e) {
            throw new IllegalStateException("memory takes everything", e);
        }
        if (length() > LONGEST) throw new IllegalArgumentException("the wrapped data key is too long");
        return bytes.toByteArray();
    }

    private int length() {
        return MAGIC.length + 6 + key.masterKey().length() + key.bytes().length + info.length;
    }

    private static void writeBlock(DataOutputStream out, byte[] block) throws IOException {
        if (block.length > 0xffff) throw new IllegalArgumentException("a part of a header has at most 65535 bytes");
        out.writeShort(block.length);
        out.write(block);
    }

    /**
     * Reads as far as it goes, and not a byte further.
     *
     * @throws IOException only where the source fails
     */
    static MediaHeader read(InputStream source) throws MediaDamaged, IOException {
        var in = new DataInputStream(source);
        try {
            byte[] magic = new byte[MAGIC.length];
            in.readFully(magic);
            int version = in.readUnsignedByte();
            if (!Arrays.equals(magic, MAGIC) || version == 0) throw new MediaDamaged("is no stored file");
            if (version > VERSION) throw new MediaDamaged("has format " + version + ", known is up to " + VERSION);
            byte[] id = new byte[in.readUnsignedByte()];
            in.readFully(id);
            String masterKey = new String(id, ISO_8859_1);
            if (masterKey.isEmpty() || !masterKey.chars().allMatch(letter -> letter > 0x20 && letter < 0x7f))
                throw new MediaDamaged("names no master key");
            var header = new MediaHeader(new Wrapped(masterKey, readBlock(in)), readBlock(in));
            if (header.length() > LONGEST) throw new MediaDamaged("has a header that is too long");
            return header;
        } catch (EOFException e) {
            throw new MediaDamaged("ends early");
        }
    }

    private static byte[] readBlock(DataInputStream in) throws IOException {
        byte[] block = new byte[in.readUnsignedShort()];
        in.readFully(block);
        return block;
    }
}
