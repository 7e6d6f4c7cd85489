package io.rookery.gateway.webhook.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.gateway.webhook.Earlier;
import io.rookery.gateway.webhook.Endpoint;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitMarkTest {
    private static final Instant AT = Instant.ofEpochMilli(1_763_712_000_123L);

    @Test
    void whatIsWrittenIsRead() {
        Map<Long, Earlier> tried = Map.of(17L, new Earlier(3, AT), 4L, new Earlier(15, AT.plusSeconds(60)));
        assertThat(CommitMark.parse(CommitMark.write(new Endpoint.Done(4, AT, tried))))
                .contains(new CommitMark(AT, tried));
        assertThat(CommitMark.parse(CommitMark.write(new Endpoint.Done(4, AT, Map.of()))))
                .contains(new CommitMark(AT, Map.of()));
    }

    @Test
    void whatDoesNotFitIsLeftOut_theOldestEventsFirst() {
        Map<Long, Earlier> tried = new HashMap<>();
        for (long offset = 0; offset < 500; offset++) tried.put(offset, new Earlier(1, AT));
        String text = CommitMark.write(new Endpoint.Done(0, AT, tried));
        assertThat(text.length()).isBetween(3_900, 4_000);
        assertThat(CommitMark.parse(text).orElseThrow().tried()).containsKey(0L).doesNotContainKey(499L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2 1", "1 x", "1 5 17:3", "1 5 17:-3:4", "moved by hand"})
    void whatSomebodyElseWroteIsNothing(String text) {
        assertThat(CommitMark.parse(text)).isEmpty();
    }
}
