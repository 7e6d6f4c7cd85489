package io.rookery.worker.recovery;

import io.rookery.events.EventMessage;
import io.rookery.events.SessionId;
import io.rookery.worker.event.EventLogUnavailable;
import io.rookery.worker.event.OutcomeLog;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the topics remember of all sessions. Blocks; reads whole topics, so only a rebuild asks. */
public interface History {

    /** The last record of every session that ever ran, by session. */
    Map<SessionId, EventMessage> sessions() throws EventLogUnavailable;

    /** Everything that the outcome topic holds, in order, by session. */
    Map<SessionId, List<OutcomeLog.Entry>> outcomes() throws EventLogUnavailable;

    /** The positions of the last records of the sessions' command partitions; -1 where one is empty. */
    Map<SessionId, Long> lastCommands(Set<SessionId> sessions) throws EventLogUnavailable;
}
