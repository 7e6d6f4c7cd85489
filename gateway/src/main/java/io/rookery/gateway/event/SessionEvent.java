package io.rookery.gateway.event;

import io.rookery.events.EventMessage;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.events.Topic;

/**
 * An event as it stood on its topic.
 *
 * @param json the CloudEvent as it was written
 */
public record SessionEvent(Topic topic, int partition, long offset, EventMessage message, String json) {

    public SessionId session() {
        return message.session();
    }

    /** Whose it is; others must not be told. */
    public TenantId tenant() {
        return message.tenantOrDefault();
    }

    /** About what it takes in memory, in bytes. */
    int weight() {
        return 512 + 2 * json.length();
    }
}
