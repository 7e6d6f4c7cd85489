package io.rookery.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * One request over one connection of its own, to an address that was judged. The library below speaks HTTP/1.1 and nothing more: it has no pool whose
 * connections could be older than a judgement, no look-up of names, no redirects, proxies, cookies, log-ins, repeats or decompression to switch off.
 */
final class Exchange implements Closeable {
    /** 100 lines of 8 KiB: more than servers send, and a bound. */
    private static final Http1Config BOUNDS =
            Http1Config.custom().setMaxLineLength(8192).setMaxHeaderCount(100).build();

    /** A name may have hundreds of addresses; the first few are tried. */
    private static final int MOST_ADDRESSES = 4;

    private final DefaultBHttpClientConnection connection;

    private Exchange(Socket socket, @Nullable SSLSocket tls) throws IOException {
        // File names in headers are UTF-8 at best; that is no reason to fail at others.
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        connection = new DefaultBHttpClientConnection(BOUNDS, decoder, StandardCharsets.UTF_8.newEncoder());
        if (tls == null) connection.bind(socket);
        else connection.bind(tls, socket);
    }

    /** Connects to the first of the addresses that answers; TLS asks for, and checks, the name of the target. */
    static Exchange open(
            HttpTarget target, List<InetAddress> addresses, SSLSocketFactory tls, Duration timeout, Deadline deadline)
            throws IOException {
        Socket socket = connect(target, addresses, timeout, deadline);
        try {
            return new Exchange(
                    socket, target.secure() ? handshake(socket, target, tls, deadline.millis(timeout)) : null);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** The response; its body is read from the connection, so before this is closed. */
    ClassicHttpResponse send(ClassicHttpRequest request) throws IOException, HttpException {
        return new HttpRequestExecutor().execute(request, connection, HttpCoreContext.create());
    }

    private static Socket connect(HttpTarget target, List<InetAddress> addresses, Duration timeout, Deadline deadline)
            throws IOException {
        IOException failure = new IOException("no address");
        for (InetAddress address : addresses.subList(0, Math.min(addresses.size(), MOST_ADDRESSES))) {
            // A plain new Socket() would obey the system property socksProxyHost, and leave the choice of the address
            // to that proxy.
            Socket socket = new Socket(Proxy.NO_PROXY);
            deadline.guard(socket);
            try {
                socket.connect(new InetSocketAddress(address, target.port()), deadline.millis(timeout));
                return socket;
            } catch (IOException e) {
                socket.close();
                failure = e;
                if (deadline.hasPassed()) break;
            }
        }
        throw failure;
    }

    private static SSLSocket handshake(Socket socket, HttpTarget target, SSLSocketFactory factory, int millis)
            throws IOException {
        SSLSocket tls = (SSLSocket) factory.createSocket(socket, target.host(), target.port(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.setSoTimeout(millis);
        tls.startHandshake();
        tls.setSoTimeout(0);
        return tls;
    }

    /** At once: what the server has still to say is not waited for. */
    @Override
    public void close() {
        connection.close(CloseMode.IMMEDIATE);
    }
}
