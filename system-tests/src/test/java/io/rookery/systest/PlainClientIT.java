package io.rookery.systest;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.OutcomeStatus;
import io.rookery.systest.world.CommandWriter;
import io.rookery.systest.world.EventTape;
import io.rookery.systest.world.SharedWorld;
import io.rookery.systest.world.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody with a plain Kafka client: JSON typed by hand, in partitions that are not the session's own, with a key or without. */
@ExtendWith(SharedWorld.class)
class PlainClientIT {
    private final World world;
    private final CommandWriter writer;
    private final EventTape tape;

    PlainClientIT(World world) {
        this.world = world;
        this.writer = world.writer();
        this.tape = world.tape();
    }

    @Test
    void commandsInWrongPartitionsAreCarriedOutOnce() {
        world.onlyWorker();
        String bob = world.phone();
        String session = IntStream.range(0, 1000)
                .mapToObj(number -> "plain-" + number)
                .filter(name -> crc32(name) != writer.home(name))
                .findFirst()
                .orElseThrow();
        int wrong = crc32(session);

        write(wrong, session, session, "p-start", "session.start", "");
        world.link(session, world.phone());
        tape.awaitReady(session, 0, Duration.ofSeconds(60));
        write(wrong, session, session, "p-1", "message.send", text(bob, "by CRC32"));
        assertThat(tape.awaitOutcome(session, "p-1").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        write(null, null, session, "p-2", "message.send", text(bob, "without a key"));
        assertThat(tape.awaitOutcome(session, "p-2").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        // The same command in two wrong partitions and at home: still one command.
        write(wrong, null, session, "p-3", "message.send", text(bob, "three times"));
        write((wrong + 1) % writer.partitions(), session, session, "p-3", "message.send", text(bob, "three times"));
        write(writer.home(session), session, session, "p-3", "message.send", text(bob, "three times"));
        assertThat(tape.awaitOutcome(session, "p-3").status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        write(wrong, session, session, "p-destroy", "session.destroy", "");
        assertThat(tape.awaitOutcome(session, "p-destroy").status()).isEqualTo(OutcomeStatus.SUCCEEDED);

        assertThat(world.people().texts(bob)).containsExactlyInAnyOrder("by CRC32", "without a key", "three times");
        assertThat(tape.outcomes(session, "p-3")).hasSize(1);
    }

    private void write(
            @Nullable Integer partition, @Nullable String key, String session, String id, String type, String data) {
        writer.raw(partition, key, """
                {"specversion":"1.0","id":"%s","source":"/me","type":"io.rookery.command.%s","subject":"%s"%s}""".formatted(id, type, session, data));
    }

    private static String text(String to, String text) {
        return """
                ,"datacontenttype":"application/json","data":{"to":"+%s","text":"%s"}""".formatted(to, text);
    }

    /** As librdkafka has it, and so kcat. */
    private int crc32(String key) {
        var crc = new CRC32();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % writer.partitions());
    }
}
