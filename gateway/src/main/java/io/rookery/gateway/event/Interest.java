package io.rookery.gateway.event;

import io.rookery.events.EventType;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.events.Topic;
import io.rookery.events.kafka.HomePartition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events a stream is about.
 *
 * @param tenant whose; null: whoever's, for the gateway's own use
 * @param sessions of which sessions; empty: of all
 * @param types of which kinds
 */
public record Interest(@Nullable TenantId tenant, Set<SessionId> sessions, Set<EventType> types) {

    public Interest {
        sessions = Set.copyOf(sessions);
        types = Set.copyOf(types);
    }

    static Interest inSession(SessionId session) {
        return new Interest(null, Set.of(session), EnumSet.allOf(EventType.class));
    }

    boolean wants(SessionEvent event) {
        return (tenant == null || tenant.equals(event.tenant()))
                && (sessions.isEmpty() || sessions.contains(event.session()))
                && types.contains(EventType.of(event.message().event()));
    }

    boolean isOfOneSession() {
        return sessions.size() == 1;
    }

    /** Events are held under what they have in common: most streams are of one session, or of a tenant. */
    Object channel() {
        if (isOfOneSession()) return sessions.iterator().next();
        if (tenant == null) throw new IllegalStateException("several sessions are followed for a tenant only");
        return tenant;
    }

    /** Where such events stand. */
    List<Place> places(Positions topics) {
        List<Place> places = new ArrayList<>();
        for (Topic topic : EventFeed.TOPICS) {
            if (types.stream().noneMatch(type -> type.topic() == topic)) continue;
            places.addAll(places(topic, topics.partitions(topic)));
        }
        return places;
    }

    private List<Place> places(Topic topic, int partitions) {
        if (partitions == 0) return List.of();
        var numbers = sessions.isEmpty()
                ? java.util.stream.IntStream.range(0, partitions)
                : sessions.stream()
                        .mapToInt(session -> HomePartition.of(session, partitions))
                        .distinct();
        return numbers.mapToObj(partition -> new Place(topic, partition)).toList();
    }
}
