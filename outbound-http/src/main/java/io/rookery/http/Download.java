package io.rookery.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** Puts the body of a response into a file, and believes nothing that its headers say. */
final class Download {
    private final FetchRequest request;
    private final HttpTarget target;
    private final Deadline deadline;
    private final byte[] buffer = new byte[64 * 1024];

    Download(FetchRequest request, HttpTarget target, Deadline deadline) {
        this.request = request;
        this.target = target;
        this.deadline = deadline;
    }

    /** @throws IOException where the file can't be written; nothing is left of it then, nor after any other failure */
    Fetched save(ClassicHttpResponse response) throws OutboundHttpException, IOException {
        Header encoding = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !"identity".equalsIgnoreCase(encoding.getValue())) {
            throw OutboundHttpException.permanent(
                    HttpFault.FETCH_FAILED, target.host() + " compressed its answer, though asked not to");
        }
        HttpEntity entity = response.getEntity();
        if (entity.getContentLength() > request.maxBytes()) throw tooLarge();
        InputStream body = entity.getContent();
        byte[] head = head(body);
        String type = ContentSniffer.typeOf(head);
        String declared = declaredType(response);
        judge(type, declared);
        String name = FileNames.suggest(response.getFirstHeader("Content-Disposition"), target.uri(), type);
        MessageDigest digest = sha256();
        long size = write(head, body, digest);
        return new Fetched(request.file(), size, HexFormat.of().formatHex(digest.digest()), type, declared, name);
    }

    private static @Nullable String declaredType(ClassicHttpResponse response) {
        Header header = response.getFirstHeader(HttpHeaders.CONTENT_TYPE);
        return header == null || header.getValue() == null ? null : MediaTypes.essence(header.getValue());
    }

    private void judge(String type, @Nullable String declared) throws OutboundHttpException {
        if (!request.types().accept(type)) throw unsupported("the file is " + type + ", which is not taken here");
        boolean contradicts =
                declared != null && isMedia(declared) && !isMedia(type) && !type.equals(ContentSniffer.UNKNOWN);
        if (contradicts) throw unsupported("the file is " + type + ", and not the medium that its server says");
    }

    private static boolean isMedia(String type) {
        return type.startsWith("image/")
                || type.startsWith("video/")
                || type.startsWith("audio/")
                || type.equals("application/ogg");
    }

    private long write(byte[] head, InputStream body, MessageDigest digest) throws OutboundHttpException, IOException {
        OutputStream file =
                Files.newOutputStream(request.file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean whole = false;
        try (file) {
            digest.update(head);
            file.write(head);
            long size = head.length;
            for (int read = read(body, buffer.length); read >= 0; read = read(body, buffer.length)) {
                size += read;
                if (size > request.maxBytes()) throw tooLarge();
                digest.update(buffer, 0, read);
                file.write(buffer, 0, read);
            }
            whole = true;
            return size;
        } finally {
            if (!whole) Files.deleteIfExists(request.file());
        }
    }

    private byte[] head(InputStream body) throws OutboundHttpException {
        byte[] head = new byte[ContentSniffer.HEAD];
        int length = 0;
        for (int read = 0; read >= 0 && length < head.length; read = read(body, head.length - length)) {
            System.arraycopy(buffer, 0, head, length, read);
            length += read;
        }
        if (length > request.maxBytes()) throw tooLarge();
        return Arrays.copyOf(head, length);
    }

    /** Into the buffer; failures of the connection and of the disk must not be confused. */
    private int read(InputStream body, int atMost) throws OutboundHttpException {
        try {
            return body.read(buffer, 0, Math.min(atMost, buffer.length));
        } catch (IOException e) {
            throw Failures.broken(target, e, deadline);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private OutboundHttpException tooLarge() {
        return OutboundHttpException.permanent(
                HttpFault.TOO_LARGE, "the file is larger than " + request.maxBytes() + " bytes");
    }

    private static OutboundHttpException unsupported(String message) {
        return OutboundHttpException.permanent(HttpFault.TYPE_UNSUPPORTED, message);
    }
}
