package io.rookery.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The diagram's edges that somebody could get wrong. */
class SessionStateTest {
    @ParameterizedTest
    @EnumSource
    void everyStateMayBeToldAgain_andEndedFromOutside(SessionState state) {
        assertThat(state.next())
                .contains(state)
                .containsAll(Set.of(
                        SessionState.CLOSED, SessionState.LOGGED_OUT, SessionState.DESTROYED, SessionState.QUEUED));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAtRest_goesOnOnlyByAStart(SessionState state) {
        if (!state.isAtRest()) return;
        assertThat(state.next())
                .contains(SessionState.INITIALIZING)
                .doesNotContain(
                        SessionState.READY,
                        SessionState.AUTHENTICATED,
                        SessionState.QR_READY,
                        SessionState.DISCONNECTED,
                        SessionState.DEGRADED);
    }

    @ParameterizedTest
    @CsvSource({
        "READY, QR_READY, false",
        "READY, DEGRADED, true",
        "DEGRADED, QR_READY, false",
        "DISCONNECTED, QR_READY, false",
        "AUTHENTICATED, QR_READY, false",
        "AUTHENTICATED, DEGRADED, false",
        "QUEUED, READY, false",
        "QR_READY, READY, false",
        "INITIALIZING, DEGRADED, false"
    })
    void edges(SessionState from, SessionState to, boolean allowed) {
        assertThat(from.next().contains(to)).isEqualTo(allowed);
    }
}
