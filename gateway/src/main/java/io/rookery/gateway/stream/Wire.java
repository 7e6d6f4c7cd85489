package io.rookery.gateway.stream;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerResponse;

/** The connection that a stream is written to. */
interface Wire {

    /** Whether what was written before is mostly out. */
    boolean isWritable();

    /** The connection's own thread: what is written there is seen by {@link #isWritable} at once. */
    Scheduler thread();

    /** Ends the connection after a while, also where its peer takes nothing. */
    void closeAfter(Duration time);

    /** Empty where the peer is gone already. */
    static Mono<Wire> of(ServerHttpResponse response) {
        HttpServerResponse netty = ServerHttpResponseDecorator.getNativeResponse(response);
        Channel[] found = new Channel[1];
        netty.withConnection(connection -> found[0] = connection.channel());
        Channel channel = found[0];
        if (!channel.isRegistered()) return Mono.empty();
        Scheduler thread = Schedulers.fromExecutorService(channel.eventLoop());
        return Mono.just(new Wire() {
            @Override
            public boolean isWritable() {
                return channel.isWritable();
            }

            @Override
            public Scheduler thread() {
                return thread;
            }

            @Override
            public void closeAfter(Duration time) {
                channel.eventLoop().schedule(() -> channel.close(), time.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }
}
