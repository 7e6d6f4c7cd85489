package io.rookery.simulator.server;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** What waits for linked devices: every item is sent at once, and again at each log-in until it is acknowledged. */
final class Queues {

    private final Directory directory;

    Queues(Directory directory) {
        this.directory = directory;
    }

    void push(Device device, JsonObject item) {
        JsonObject queued = directory.enqueue(device, item);
        device.connection().ifPresent(page -> page.send(queued.copy().put("t", "item")));
    }

    /** Sends all that waits for a device that has just logged in. @return how much that was */
    int flush(Device device, PageConnection connection) {
        List<JsonObject> waiting = List.copyOf(device.queue().values());
        waiting.forEach(item -> connection.send(item.copy().put("t", "item")));
        return waiting.size();
    }
}
