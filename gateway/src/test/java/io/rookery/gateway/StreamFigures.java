package io.rookery.gateway;

import static org.awaitility.Awaitility.await;

import io.rookery.events.CloudEventCodec;
import io.rookery.events.EventMessage;
import io.rookery.events.EventType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What 1,000 streams of a tenant cost a gateway that is a process of its own. Measurements on an idle machine, printed; they judge nothing, and run only where {@code -Dit.test=StreamFigures} asks for them. */
class StreamFigures {
    private static final int STREAMS = Integer.getInteger("streams", 1000);
    private static final int PORT = 18099;
    private static final int MANAGEMENT = 18098;

    @TempDir
    Path directory;

    private final AtomicLong told = new AtomicLong();

    @Test
    void manyStreams() throws Exception {
        try (RealParts parts = new RealParts(directory);
                var worker = new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", parts.kafka.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer());
                var gateway = new GatewayProgram(parts, PORT, MANAGEMENT)) {
            measure(gateway, worker);
        }
    }

    private void measure(GatewayProgram gateway, KafkaProducer<String, byte[]> worker) throws Exception {
        try (Selector selector = Selector.open()) {
            Thread reader = Thread.ofPlatform().daemon().start(() -> read(selector));
            open(selector, 10);
            burst(worker, "warm", 2000, 10);
            print("10 streams", gateway);
            open(selector, STREAMS - 10);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> gateway.metric("rookery_gateway_sse_subscribers") == STREAMS);
            print(STREAMS + " streams, idle", gateway);
            for (int rate : new int[] {10, 50}) steady(gateway, worker, rate);
            burst(worker, "burst", 2000, STREAMS);
            burst(worker, "again", 2000, STREAMS);
            print(STREAMS + " streams, after the bursts", gateway);
            reader.interrupt();
        }
    }

    private void steady(GatewayProgram gateway, KafkaProducer<String, byte[]> worker, int rate)
            throws InterruptedException {
        long before = told.get();
        Duration cpu = gateway.cpu();
        long begun = System.nanoTime();
        int seconds = 10;
        for (int number = 0; number < rate * seconds; number++) {
            tell(worker, "steady" + rate, number);
            Thread.sleep(
                    Duration.ofNanos(Math.max(0, begun + (number + 1) * 1_000_000_000L / rate - System.nanoTime())));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> told.get() - before >= (long) rate * seconds * STREAMS);
        System.out.printf(
                "figure: %d events/s to %d streams: %d told, all of them %.2f s after the first was written, gateway's CPU %.0f %% of a core%n",
                rate,
                STREAMS,
                told.get() - before,
                (System.nanoTime() - begun) / 1e9,
                (double) gateway.cpu().minus(cpu).toNanos() / (System.nanoTime() - begun) * 100);
    }

    private void burst(KafkaProducer<String, byte[]> worker, String name, int events, int streams) {
        long before = told.get();
        long begun = System.nanoTime();
        for (int number = 0; number < events; number++) tell(worker, name, number);
        await().atMost(Duration.ofSeconds(120)).until(() -> told.get() - before >= (long) events * streams);
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "figure: burst %s: %d events x %d streams in %.2f s = %.0f events told a second%n",
                name, events, streams, seconds, events * (double) streams / seconds);
    }

    private static void tell(KafkaProducer<String, byte[]> worker, String name, int number) {
        EventMessage message = Told.received(name + number % 50, 1, number, "Hello, how are you?");
        worker.send(new ProducerRecord<>(
                EventType.of(message.event()).topic().name("rookery."),
                message.session().value(),
                CloudEventCodec.encode(message)));
    }

    private static void open(Selector selector, int streams) throws IOException {
        byte[] request = ("GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Api-Key: " + RealParts.KEY
                        + "\r\nAccept: text/event-stream\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int stream = 0; stream < streams; stream++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", PORT));
            channel.write(ByteBuffer.wrap(request));
            channel.configureBlocking(false);
            selector.wakeup();
            channel.register(selector, SelectionKey.OP_READ, new int[1]);
        }
    }

    /** Counts "event: " wherever it begins a line; how far the word has come is kept by connection. */
    private void read(Selector selector) {
        byte[] word = "\nevent: ".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
        while (!Thread.currentThread().isInterrupted()) {
            try {
                selector.select(100);
                for (SelectionKey key : selector.selectedKeys()) {
                    int[] matched = (int[]) key.attachment();
                    buffer.clear();
                    if (((SocketChannel) key.channel()).read(buffer) < 0) key.cancel();
                    buffer.flip();
                    while (buffer.hasRemaining()) {
                        byte next = buffer.get();
                        if (next == word[matched[0]]) matched[0]++;
                        else matched[0] = next == '\n' ? 1 : 0;
                        if (matched[0] < word.length) continue;
                        matched[0] = 0;
                        told.incrementAndGet();
                    }
                }
                selector.selectedKeys().clear();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void print(String when, GatewayProgram gateway) throws IOException {
        System.out.printf(
                "figure: %s: RSS %d MB, live heap after the last collection %.0f MB%n",
                when, gateway.rssMegabytes(), gateway.metric("jvm_gc_live_data_size_bytes") / 1048576);
    }
}
