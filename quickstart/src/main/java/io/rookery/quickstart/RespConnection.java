package io.rookery.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Just enough of Redis's protocol to log in and ask for one line. Used by one thread. */
final class RespConnection implements AutoCloseable {
    private final Socket socket = new Socket();
    private final BufferedReader answers;

    /** @param patience for the connection, and for each part of an answer */
    RespConnection(int port, Duration patience) throws IOException {
        int millis = Math.toIntExact(patience.toMillis());
        socket.connect(new InetSocketAddress("127.0.0.1", port), millis);
        socket.setSoTimeout(millis);
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** @return the answer as it came: {@code +OK}, {@code -ERR …}, {@code :1}; a bulk string is its text */
    String ask(String... words) throws IOException {
        var request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            int length = word.getBytes(StandardCharsets.UTF_8).length;
            request.append('$').append(length).append("\r\n").append(word).append("\r\n");
        }
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
        String first = line();
        return first.startsWith("$") && !first.equals("$-1") ? line() : first;
    }

    private String line() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("connection closed");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
