package io.rookery.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.EventType;
import io.rookery.events.InvalidValue;
import io.rookery.events.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFilterTest {
    @Test
    void withoutTypesAllIsCoveredButCodesAndWhatIsTheClustersOwn() {
        EventFilter filter = filter();
        for (EventType type : EventType.values())
            assertThat(filter.covers(type))
                    .as(type.type())
                    .isEqualTo(type != EventType.QR && type != EventType.FENCE && type != EventType.SESSION_RECORD);
        assertThat(filter.topics()).containsExactlyInAnyOrder(Topic.STATUS, Topic.MESSAGE, Topic.OUTCOME);
    }

    @Test
    void aFirstPartCoversAllThatBeginWithIt() {
        assertThat(filter("message").covers(EventType.MESSAGE_ACK)).isTrue();
        assertThat(filter("message").covers(EventType.STATUS)).isFalse();
        assertThat(filter("message").topics()).containsExactly(Topic.MESSAGE);
        assertThat(filter("message.received").covers(EventType.MESSAGE_SENT)).isFalse();
        assertThat(filter("message.received", "command.outcome").covers(EventType.OUTCOME))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"message.*", "message.", "message"})
    void aGroupIsSpelledInEitherWay(String group) {
        assertThat(filter(group).covered())
                .isEqualTo(filter("message.*").covered())
                .hasSize(8);
    }

    @Test
    void codesMustBeNamedInFull() {
        assertThat(filter("session").covers(EventType.QR)).isFalse();
        assertThat(filter("session").topics()).containsExactly(Topic.STATUS);
        assertThat(filter("session.*").covers(EventType.QR)).isFalse();
        assertThat(filter("session.qr").covers(EventType.QR)).isTrue();
        assertThat(filter("session.qr").topics()).containsExactly(Topic.QR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mess",
                "*",
                ".*",
                "message.**",
                "message.received.*",
                "session.fence",
                "session.record",
                "io.rookery.event.message"
            })
    void whatCoversNothingIsRefused(String type) {
        assertThatThrownBy(() -> filter("message", type))
                .isInstanceOf(InvalidValue.class)
                .hasMessageStartingWith("types.1 ");
    }

    private static EventFilter filter(String... types) {
        return new EventFilter(List.of(types));
    }
}
