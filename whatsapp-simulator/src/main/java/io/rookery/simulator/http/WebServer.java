package io.rookery.simulator.http;

import io.rookery.simulator.SimulatorOptions;
import io.rookery.simulator.server.SimulatedServer;
import io.rookery.simulator.store.MediaStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything the simulator shows to the outside, plain and with TLS, on one event loop. That thread is also the
 * thread of the rules, so they need no locks.
 */
public final class WebServer extends VerticleBase {

    private static final String SOCKET_PATH = "/ws/chat";

    private final SimulatorOptions options;
    private final InstantSource clock;
    private final SimulatedServer server;
    private final Routes routes;
    private final MediaFiles media;
    private final PageFiles files;
    private @Nullable HttpServer http;
    private @Nullable HttpServer https;

    public WebServer(
            SimulatorOptions options,
            InstantSource clock,
            MediaStore media,
            Function<WebServer, SimulatedServer> server) {
        this.options = options;
        this.clock = clock;
        this.media = new MediaFiles(media);
        this.server = server.apply(this);
        this.routes = Apis.of(this.server, media);
        this.files = new PageFiles(this.server.faults()::webVersion);
    }

    @Override
    public Future<?> start() {
        LocalCertificate certificate =
                LocalCertificate.forHosts(clock.instant(), "web.whatsapp.com", "localhost", options.host());
        HttpServerOptions plain = new HttpServerOptions()
                .setHost(options.host())
                .setPort(options.httpPort())
                .setMaxWebSocketFrameSize(1 << 20)
                .setMaxWebSocketMessageSize(1 << 20);
        HttpServerOptions secure = new HttpServerOptions(plain)
                .setPort(options.httpsPort())
                .setSsl(true)
                .setUseAlpn(false)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertValue(Buffer.buffer(certificate.certificatePem()))
                        .setKeyValue(Buffer.buffer(certificate.keyPem())));
        return Future.join(
                listen(plain).onSuccess(listening -> http = listening),
                listen(secure).onSuccess(listening -> https = listening));
    }

    private Future<HttpServer> listen(HttpServerOptions how) {
        return vertx.createHttpServer(how)
                .requestHandler(this::handle)
                .webSocketHandshakeHandler(handshake -> {
                    if (handshake.path().equals(SOCKET_PATH)) {
                        handshake.accept();
                    } else {
                        handshake.reject(404);
                    }
                })
                .webSocketHandler(socket -> PageSocket.accept(socket, server))
                .listen()
                .recover(e -> Future.failedFuture(new IllegalStateException(
                        "cannot listen on " + how.getHost() + ":" + how.getPort() + ": " + e.getMessage(), e)));
    }

    private void handle(HttpServerRequest request) {
        if (!files.handle(request) && !media.handle(request)) {
            routes.handle(request);
        }
    }

    /** @return the port of the page; only after the start */
    public int httpPort() {
        return started(http).actualPort();
    }

    /** @return the port of the page with TLS; only after the start */
    public int httpsPort() {
        return started(https).actualPort();
    }

    private static HttpServer started(@Nullable HttpServer listening) {
        if (listening == null) {
            throw new IllegalStateException("not started");
        }
        return listening;
    }

    /** Runs something later on the thread of the rules. @return cancels it */
    public Runnable after(Duration delay, Runnable task) {
        long timer = vertx.setTimer(Math.max(1, delay.toMillis()), id -> task.run());
        return () -> vertx.cancelTimer(timer);
    }
}
