package io.rookery.worker.event;

import io.rookery.events.CommandId;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has been answered before: the outcome topic as a new owner reads it. Blocks; safe for use by many threads. */
public interface OutcomeLog {

    /**
     * An outcome or a fence of the session.
     *
     * @param epoch of its writer; null for admission's
     * @param outcome null for a fence
     */
    record Entry(
            long position, @Nullable Epoch epoch, @Nullable CommandId command, Event.@Nullable Outcome outcome) {}

    /** Everything of the session in {@code [from, until)} of its partition, in order. What the topic does not hold any more is not there. */
    List<Entry> read(SessionId session, long from, long until) throws EventLogUnavailable;

    /** The position behind the last record of the session's partition. */
    long end(SessionId session) throws EventLogUnavailable;

    /**
     * The last position of the session's partition that this program itself has published, or -1: every outcome that it had finished publishing before this call lies at or
     * below. Does not block.
     */
    long lastPublished(SessionId session);
}
