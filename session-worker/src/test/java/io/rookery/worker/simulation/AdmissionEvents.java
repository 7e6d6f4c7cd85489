package io.rookery.worker.simulation;

import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.OutcomeStatus;
import io.rookery.worker.event.EventLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where admission publishes: at once, or – without one of its rules – some time later. */
final class AdmissionEvents implements EventLog {
    private final World world;
    private final SimProcess process;
    private final EventLog topics;

    AdmissionEvents(World world, SimProcess process, EventLog topics) {
        this.world = world;
        this.process = process;
        this.topics = topics;
    }

    @Override
    public CompletionStage<Long> publish(EventMessage message) {
        boolean starts = message.event() instanceof Event.SessionRecord;
        boolean rejects =
                message.event() instanceof Event.Outcome outcome && outcome.status() == OutcomeStatus.REJECTED;
        if (starts && !world.on(Safeguard.PUBLISH_FIRST) || rejects && !world.on(Safeguard.WAIT_ACK)) {
            process.spawn(() -> {
                process.sleep(world.micros(0.05, 0.3));
                topics.publish(message);
            });
            return CompletableFuture.completedStage(0L);
        }
        return topics.publish(message);
    }
}
