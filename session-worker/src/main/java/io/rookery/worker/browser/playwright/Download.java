package io.rookery.worker.browser.playwright;

import io.rookery.worker.browser.WhatsAppPage.Downloaded;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A file on its way out of a page, in pieces. The pieces come on the lane's thread, the end on any. */
final class Download {
    private final Path target;
    private final MessageDigest digest;
    private @Nullable OutputStream out;
    private boolean over;
    private long size;

    Download(Path target) {
        this.target = target;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @throws UncheckedIOException where the disk does not take it; the page then gets no answer to go on with */
    synchronized void piece(String base64) {
        if (over) return;
        try {
            if (out == null)
                out = new DigestOutputStream(
                        Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), digest);
            byte[] bytes = Base64.getDecoder().decode(base64);
            out.write(bytes);
            size += bytes.length;
        } catch (IOException e) {
            end();
            throw new UncheckedIOException(e);
        }
    }

    /** All pieces are here. */
    synchronized Downloaded complete() {
        end();
        return new Downloaded(size, HexFormat.of().formatHex(digest.digest()));
    }

    /** Nothing more is written. */
    synchronized void end() {
        over = true;
        try {
            if (out != null) out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            out = null;
        }
    }
}
