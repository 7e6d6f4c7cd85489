package io.rookery.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.NettyPipeline;

/** The clock of an embedded channel stands still until it is told to go on. */
class HeaderDeadlineTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();

    HeaderDeadlineTest() {
        channel.freezeTime();
        channel.pipeline()
                .addLast(NettyPipeline.HttpCodec, new HttpRequestDecoder())
                .addLast(new HeaderDeadline(Duration.ofSeconds(10)));
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() {
        pass(9);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void headersThatTrickleGetNoMoreTimeForIt() {
        receive("GET / HTTP/1.1\r\n");
        for (int i = 0; i < 9; i++) {
            pass(1);
            receive("x" + i + ": y\r\n");
        }
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void betweenTwoRequestsAConnectionMayRest_andTheSecondHasItsTimeFromItsFirstByte() {
        receive("GET / HTTP/1.1\r\n\r\n");
        pass(60);
        receive("GET / HT");
        pass(9);
        receive("TP/1.1\r\nhost: a\r\n");
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aBodyMayTakeLonger_andCountsForNothingWhenItIsOver() {
        receive("POST / HTTP/1.1\r\ncontent-length: 4\r\n\r\n");
        pass(20);
        receive("bo");
        pass(20);
        receive("dy");
        pass(20);
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void whatIsSentBeforeTheAnswerCountsFromThereOn() {
        receive("GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n");
        pass(20);
        receive("a: b\r\n");
        pass(10);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void anUpgradedConnectionIsLeftAlone() {
        receive("GET / HTTP/1.1\r\nupgrade: websocket\r\n\r\n");
        channel.pipeline().remove(NettyPipeline.HttpCodec);
        receive("a frame");
        pass(60);
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.pipeline().get(HeaderDeadline.class)).isNull();
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
