package io.rookery.worker.simulation;

import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.SessionId;
import io.rookery.worker.event.EventLog;
import io.rookery.worker.event.EventLogUnavailable;
import io.rookery.worker.event.OutcomeLog;
import io.rookery.worker.recovery.History;
import io.rookery.worker.simulation.Network.Server;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The topics as one life of a worker reaches them. Blocks: what publishing answers is complete already. */
final class RemoteTopics implements EventLog, OutcomeLog, History {
    private final World world;
    private final SimProcess process;
    private final Map<Integer, Long> lastOutcome = new HashMap<>();

    RemoteTopics(World world, SimProcess process) {
        this.world = world;
        this.process = process;
    }

    private <T> T ask(Moment moment, Network.Operation<T> operation) throws EventLogUnavailable {
        try {
            return world.network.call(process, Server.KAFKA, moment, operation);
        } catch (Network.NoAnswer e) {
            throw new EventLogUnavailable("no answer", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // brokers throw nothing here
            throw new IllegalStateException(e);
        }
    }

    @Override
    public CompletionStage<Long> publish(EventMessage message) {
        boolean outcome = message.event() instanceof Event.Outcome || message.event() instanceof Event.Fence;
        try {
            long position = ask(outcome ? Moment.PUBLISHING : Moment.STEP, () -> world.topics.publish(message));
            if (outcome) lastOutcome.merge(world.partition(message.session()), position, Math::max);
            return CompletableFuture.completedStage(position);
        } catch (EventLogUnavailable e) {
            return CompletableFuture.failedStage(e);
        }
    }

    @Override
    public long lastPublished(SessionId session) {
        return lastOutcome.getOrDefault(world.partition(session), -1L);
    }

    @Override
    public long end(SessionId session) throws EventLogUnavailable {
        return ask(Moment.ADMITTING, () -> world.topics.outcomeEnd(session));
    }

    @Override
    public List<Entry> read(SessionId session, long from, long until) throws EventLogUnavailable {
        return ask(Moment.TAKING_OVER, () -> world.topics.outcomes(session, from, until));
    }

    // ---- for a rebuild ----

    @Override
    public Map<SessionId, EventMessage> sessions() throws EventLogUnavailable {
        return ask(Moment.REBUILDING, world.topics::sessionRecords);
    }

    @Override
    public Map<SessionId, List<Entry>> outcomes() throws EventLogUnavailable {
        return ask(Moment.REBUILDING, () -> {
            Map<SessionId, List<Entry>> all = new TreeMap<>();
            for (SessionId session : world.sessions)
                all.put(session, world.topics.outcomes(session, 0, Long.MAX_VALUE));
            return all;
        });
    }

    @Override
    public Map<SessionId, Long> lastCommands(Set<SessionId> sessions) throws EventLogUnavailable {
        return ask(Moment.REBUILDING, () -> {
            Map<SessionId, Long> last = new TreeMap<>();
            for (SessionId session : sessions) last.put(session, lastCommand(world.partition(session)));
            return last;
        });
    }

    private long lastCommand(int partition) {
        return world.on(Safeguard.SEEN_END)
                ? world.topics.commands(partition).size() - 1
                : world.admission.committed(partition) - 1;
    }
}
