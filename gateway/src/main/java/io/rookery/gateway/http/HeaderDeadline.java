package io.rookery.gateway.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Closes a connection whose next request does not get past its headers in time: Reactor Netty's own time-outs begin with the body, or begin anew with every byte. The first request has its time from the connection on, TLS
 * included; the others from their first bytes on, so that a connection may rest between two. Stands directly behind the decoder of HTTP and belongs to one connection.
 */
final class HeaderDeadline extends ChannelInboundHandlerAdapter {
    private final Duration limit;
    private @Nullable Future<?> deadline;
    private boolean inRequest;
    private boolean decoded;

    HeaderDeadline(Duration limit) {
        this.limit = limit;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (context.channel().isActive()) begin(context);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        begin(context);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        decoded = true;
        if (message instanceof HttpRequest) {
            end();
            inRequest = true;
        }
        if (message instanceof LastHttpContent) inRequest = false;
        context.fireChannelRead(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // An upgraded connection has another decoder, and no requests any more.
        if (context.pipeline().get(NettyPipeline.HttpCodec) == null) {
            context.pipeline().remove(this);
        } else if (!decoded && !inRequest) {
            begin(context);
        }
        decoded = false;
        context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        end();
    }

    private void begin(ChannelHandlerContext context) {
        if (deadline == null)
            deadline = context.executor().schedule(() -> context.close(), limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void end() {
        Future<?> running = deadline;
        if (running != null) running.cancel(false);
        deadline = null;
    }
}
