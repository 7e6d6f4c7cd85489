package io.rookery.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server on the loopback address that answers as badly as it is told to: its handler writes the bytes of the response. */
final class LoopbackServer implements AutoCloseable {

    /** One request. {@code head} has its lines; {@code serverName} is what TLS was asked for, empty without. */
    record Request(List<String> head, String body, String serverName) {
        String header(String name) {
            return head.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }

        String line() {
            return head.getFirst();
        }
    }

    interface Handler {
        void answer(Request request, OutputStream out) throws Exception;
    }

    final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final Handler handler;
    private final boolean listens;

    private LoopbackServer(ServerSocketFactory factory, Handler handler, boolean listens) throws IOException {
        this.server = factory.createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        this.handler = handler;
        this.listens = listens;
        Thread.ofVirtual().start(this::accept);
    }

    static LoopbackServer http(Handler handler) throws IOException {
        return new LoopbackServer(ServerSocketFactory.getDefault(), handler, true);
    }

    /** Answers at once, whatever it is asked: its handler gets a request without lines. */
    static LoopbackServer raw(Handler handler) throws IOException {
        return new LoopbackServer(ServerSocketFactory.getDefault(), handler, false);
    }

    static LoopbackServer https(SSLContext tls, Handler handler) throws IOException {
        return new LoopbackServer(tls.getServerSocketFactory(), handler, true);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            if (!listens) {
                handler.answer(new Request(List.of(), "", ""), socket.getOutputStream());
                // Closed with unread bytes, the connection would be reset, and the answer lost with it.
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                return;
            }
            InputStream in = new BufferedInputStream(socket.getInputStream());
            List<String> head = new CopyOnWriteArrayList<>();
            for (String line = line(in); !line.isEmpty(); line = line(in)) head.add(line);
            Request withoutBody = new Request(head, "", serverName(socket));
            String length = withoutBody.header("Content-Length");
            String body =
                    length.isEmpty() ? "" : new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
            Request request = new Request(head, body, withoutBody.serverName());
            requests.add(request);
            handler.answer(request, socket.getOutputStream());
            socket.getOutputStream().flush();
        } catch (Exception e) {
            // The other side went away, which many tests are about.
        }
    }

    private static String serverName(Socket socket) {
        if (!(socket instanceof SSLSocket tls)) return "";
        var names = ((ExtendedSSLSession) tls.getSession()).getRequestedServerNames();
        return names.isEmpty() ? "" : new String(names.getFirst().getEncoded(), StandardCharsets.US_ASCII);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) throw new IOException("the request ends");
            if (c != '\r') line.append((char) c);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) socket.close();
    }
}
