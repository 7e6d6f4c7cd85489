package io.rookery.worker.browser.playwright;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** A small file of each kind. */
public final class SmallFiles {
    public static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");
    public static final byte[] WEBP = Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
    public static final byte[] PDF = "%PDF-1.4\n%%EOF\n".getBytes(StandardCharsets.US_ASCII);

    private SmallFiles() {}

    /** Two seconds of silence. */
    public static byte[] wav() {
        int samples = 2 * 8000;
        ByteBuffer file = ByteBuffer.allocate(44 + samples).order(ByteOrder.LITTLE_ENDIAN);
        file.put(ascii("RIFF")).putInt(36 + samples).put(ascii("WAVEfmt ")).putInt(16);
        file.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(8000);
        file.putShort((short) 1).putShort((short) 8).put(ascii("data")).putInt(samples);
        while (file.hasRemaining()) file.put((byte) 128);
        return file.array();
    }

    /** Only the boxes that tell of 3 seconds at 320 by 240: a browser without the codec can't play it anyway. */
    public static byte[] mp4() {
        ByteBuffer file = ByteBuffer.allocate(256);
        file.put(4, ascii("ftypisom")).put(36, ascii("moov")).put(44, ascii("mvhd"));
        file.putInt(44 + 17, 1000).putInt(44 + 21, 3000);
        file.put(100, ascii("trak")).put(120, ascii("stbl")).put(140, ascii("avc1"));
        file.putShort(140 + 28, (short) 320).putShort(140 + 30, (short) 240);
        return file.array();
    }

    public static String sha256(byte[] file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
