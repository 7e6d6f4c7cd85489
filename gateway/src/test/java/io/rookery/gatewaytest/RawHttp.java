package io.rookery.gatewaytest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Requests as bytes: what no well-behaved client would send. */
final class RawHttp {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int LARGEST_ANSWER = 8 << 20;

    private RawHttp() {}

    /**
     * @param status 0 where the connection was closed without an answer
     * @param head status line and headers
     */
    record Answer(int status, String head, String body) {
        boolean isStream() {
            return head.toLowerCase(java.util.Locale.ROOT).contains("text/event-stream");
        }

        boolean has(String header) {
            return head.toLowerCase(java.util.Locale.ROOT).contains("\r\n" + header + ":");
        }
    }

    /** Sends the bytes on a connection of their own and reads until it is closed; of a stream its head only. */
    static Answer exchange(int port, byte[] request, Duration patience) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MILLIS);
            socket.setSoTimeout((int) patience.toMillis());
            var read = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
            } catch (IOException ignored) {
                // Refused before all was sent: the answer says why.
            }
            try {
                readAll(socket.getInputStream(), read);
            } catch (SocketTimeoutException e) {
                throw new IOException("no end of the answer: " + read.toString(StandardCharsets.ISO_8859_1), e);
            } catch (IOException ignored) {
                // Reset after the answer, with more to be read on the other side.
            }
            return parse(read.toByteArray());
        }
    }

    private static void readAll(InputStream in, ByteArrayOutputStream into) throws IOException {
        byte[] buffer = new byte[16_384];
        for (int count; (count = in.read(buffer)) > 0 && into.size() < LARGEST_ANSWER; ) {
            into.write(buffer, 0, count);
            Answer so = parse(into.toByteArray());
            if (so.status() == 200 && so.isStream()) return;
        }
    }

    private static Answer parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.startsWith("HTTP/1.1 ")) return new Answer(0, text, "");
        int status = Integer.parseInt(text.substring(9, 12));
        if (status == 100) return parse(text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1));
        return new Answer(status, text.substring(0, end), text.substring(end + 4));
    }
}
