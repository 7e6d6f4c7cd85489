package io.rookery.store.media;

import io.rookery.events.InvalidValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;

/** What is known of a file, as bytes: mime type, whether there is a file name, the file name (both in Java's modified UTF-8), size (8 bytes), SHA-256 (32 bytes). */
final class InfoFormat {
    private static final int SHA_256_BYTES = 32;

    private InfoFormat() {}

    static byte[] write(MediaInfo info) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeUTF(info.mimeType());
            out.writeBoolean(info.fileName() != null);
            if (info.fileName() != null) out.writeUTF(info.fileName());
            out.writeLong(info.size());
            out.write(HexFormat.of().parseHex(info.sha256()));
        } catch (IOException e) {
            throw new IllegalStateException("memory takes everything", e);
        }
        return bytes.toByteArray();
    }

    /** @param bytes authentic ones */
    static MediaInfo read(byte[] bytes) throws MediaDamaged {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String mimeType = in.readUTF();
            String fileName = in.readBoolean() ? in.readUTF() : null;
            long size = in.readLong();
            byte[] sha256 = in.readNBytes(SHA_256_BYTES);
            return new MediaInfo(mimeType, fileName, size, HexFormat.of().formatHex(sha256));
        } catch (IOException | InvalidValue e) {
            throw new MediaDamaged("is described in an unknown form");
        }
    }
}
