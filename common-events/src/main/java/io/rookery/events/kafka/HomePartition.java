package io.rookery.events.kafka;

import io.rookery.events.SessionId;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Where all commands of a session belong: murmur2(session id) mod n, as Java's default partitioner has it. Other clients partition otherwise; admission mends that. */
public final class HomePartition {
    private HomePartition() {}

    public static int of(SessionId session, int partitions) {
        return Utils.toPositive(Utils.murmur2(session.value().getBytes(StandardCharsets.US_ASCII))) % partitions;
    }
}
