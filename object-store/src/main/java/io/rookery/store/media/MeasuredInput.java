package io.rookery.store.media;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Measures what is read through it. */
final class MeasuredInput extends FilterInputStream {
    private static final int BUFFER = 64 * 1024;

    private final MessageDigest digest;
    private long size;

    MeasuredInput(InputStream in) {
        super(in);
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, length);
        if (read > 0) {
            size += read;
            digest.update(buffer, offset, read);
        }
        return read;
    }

    void skipToEnd() throws IOException {
        byte[] buffer = new byte[BUFFER];
        while (read(buffer, 0, BUFFER) >= 0) {
            // measured
        }
    }

    long size() {
        return size;
    }

    /** Once. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
