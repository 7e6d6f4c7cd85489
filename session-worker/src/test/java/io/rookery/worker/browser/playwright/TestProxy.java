package io.rookery.worker.browser.playwright;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy that asks for a name and a password, and notes what is asked of it. */
final class TestProxy implements AutoCloseable {
    private final ServerSocket server;
    private final String expected;

    /** Hosts with their ports, of those who have given the password. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    TestProxy(String username, String password) throws IOException {
        server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        expected = "Basic "
                + Base64.getEncoder().encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8));
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            while (!head.contains("Proxy-Authorization: " + expected)) {
                if (head.isEmpty()) return;
                say(
                        client,
                        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n\r\n");
                head = head(client.getInputStream());
            }
            String[] line = head.substring(0, head.indexOf('\r')).split(" ");
            boolean tunnel = line[0].equals("CONNECT");
            URI target = URI.create(tunnel ? "tcp://" + line[1] : line[1]);
            asked.add(target.getHost() + ":" + target.getPort());
            if (target.getHost() == null || target.getPort() < 0) return; // a name that was replaced by none
            try (Socket upstream = new Socket(target.getHost(), target.getPort())) {
                if (tunnel) say(client, "HTTP/1.1 200 OK\r\n\r\n");
                else say(upstream, once(head, line, target));
                Thread back = Thread.ofVirtual().start(() -> pipe(upstream, client));
                pipe(client, upstream);
                back.join();
            }
        } catch (IOException e) {
            // one side has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The request for its server, which shall answer it and hang up. */
    private static String once(String head, String[] line, URI target) {
        String path = target.getRawPath() + (target.getRawQuery() == null ? "" : "?" + target.getRawQuery());
        return line[0] + " " + path + " HTTP/1.1\r\nConnection: close"
                + head.substring(head.indexOf('\r')).replaceAll("(?i)\r\n(Proxy-)?Connection:[^\r]*", "");
    }

    private static void say(Socket to, String text) throws IOException {
        OutputStream out = to.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Up to the empty line; empty at the end of the stream. */
    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            String text = head.toString(StandardCharsets.ISO_8859_1);
            if (text.endsWith("\r\n\r\n")) return text;
        }
        return "";
    }

    private static void pipe(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // the other side has gone
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
