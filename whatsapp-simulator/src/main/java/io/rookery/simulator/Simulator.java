package io.rookery.simulator;

import io.rookery.simulator.http.WebServer;
import io.rookery.simulator.ledger.Ledger;
import io.rookery.simulator.server.SimulatedServer;
import io.rookery.simulator.store.MediaStore;
import io.rookery.simulator.store.StateStore;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running simulator: the page, the server behind it and the phones, on loopback. Safe for several simulators in one
 * process. Everything else is done over HTTP, as from any other program.
 */
public final class Simulator implements AutoCloseable {

    private static final long START_SECONDS = 20;

    /** A test machine may be too busy to run the event loop for seconds; that alone is no fault to warn of. */
    private static final long BUSY_SECONDS = 30;

    private final Vertx vertx;
    private final WebServer web;
    private final SimulatorOptions options;
    private final StateStore store;
    private final Ledger ledger;
    private final MediaStore media;

    private Simulator(
            Vertx vertx, WebServer web, SimulatorOptions options, StateStore store, Ledger ledger, MediaStore media) {
        this.vertx = vertx;
        this.web = web;
        this.options = options;
        this.store = store;
        this.ledger = ledger;
        this.media = media;
    }

    /**
     * Starts a simulator and returns when it listens.
     *
     * @throws IllegalStateException where it cannot, for example because a port is taken
     */
    public static Simulator start(SimulatorOptions options) {
        InstantSource clock = InstantSource.system();
        StateStore store = StateStore.open(options.dataDirectory());
        Ledger ledger = Ledger.open(options.dataDirectory(), clock);
        MediaStore media = MediaStore.open(options.dataDirectory());
        ledger.add("start", new JsonObject()); // whatever was connected before is not any more
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setMaxEventLoopExecuteTime(BUSY_SECONDS)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS));
        WebServer web = new WebServer(
                options,
                clock,
                media,
                server -> new SimulatedServer(store, ledger, server::after, clock, options.rules()));
        Simulator simulator = new Simulator(vertx, web, options, store, ledger, media);
        try {
            await(vertx.deployVerticle(web).toCompletionStage().toCompletableFuture());
        } catch (IllegalStateException e) {
            simulator.close();
            throw e;
        }
        return simulator;
    }

    /** @return the page and the APIs, plain */
    public URI httpUri() {
        return URI.create("http://" + options.host() + ":" + web.httpPort());
    }

    /** @return the same with a self-signed certificate */
    public URI httpsUri() {
        return URI.create("https://" + options.host() + ":" + web.httpsPort());
    }

    /** Stops listening, cuts all sockets and closes the files. */
    @Override
    public void close() {
        try {
            await(vertx.close().toCompletionStage().toCompletableFuture());
        } finally {
            ledger.close();
            store.close();
            media.close();
        }
    }

    private static void await(Future<?> future) {
        try {
            future.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(cause.getMessage(), cause);
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + START_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
