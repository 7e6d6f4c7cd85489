package io.rookery.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rookery.events.EventType;
import io.rookery.events.InvalidValue;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.Role;
import io.rookery.gateway.event.From;
import io.rookery.gateway.event.Interest;
import io.rookery.gateway.problem.ProblemException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StreamRequestTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final SessionId ALICE = new SessionId("alice");

    @Test
    void aStreamIsOfTheCallersTenant_andOfItsSessions() {
        Interest all = request(List.of(), List.of()).interest(caller(Role.OPERATOR));
        assertThat(all.tenant()).isEqualTo(ACME);
        assertThat(all.sessions()).isEmpty();
        assertThat(request(List.of(), List.of())
                        .interest(caller(Role.OPERATOR, ALICE))
                        .sessions())
                .containsExactly(ALICE);
        assertThat(request(List.of("alice"), List.of())
                        .interest(caller(Role.OPERATOR))
                        .sessions())
                .containsExactly(ALICE);
    }

    @Test
    void aSessionThatTheKeyDoesNotCoverIsNotFound() {
        assertProblem(request(List.of("alice", "bob"), List.of()), caller(Role.OPERATOR, ALICE), "SESSION_NOT_FOUND");
    }

    @Test
    void codesAreToldToThoseWhoMayConnectOnly() {
        assertThat(request(List.of(), List.of()).interest(caller(Role.OPERATOR)).types())
                .contains(EventType.QR);
        assertThat(request(List.of(), List.of()).interest(caller(Role.VIEWER)).types())
                .contains(EventType.STATUS, EventType.MESSAGE_RECEIVED)
                .doesNotContain(EventType.QR);
        assertThat(request(List.of(), List.of("session."))
                        .interest(caller(Role.VIEWER))
                        .types())
                .containsExactlyInAnyOrder(EventType.STATUS, EventType.LIMITS, EventType.RESTRICTED);
        assertProblem(request(List.of(), List.of("session.qr")), caller(Role.VIEWER), "FORBIDDEN");
    }

    @Test
    void whatIsMeantForReadersOfTheTopicsIsToldToNobody() {
        assertThat(request(List.of(), List.of()).interest(caller(Role.OWNER)).types())
                .doesNotContain(EventType.FENCE, EventType.SESSION_RECORD);
        for (String type : List.of("session.fence", "session.record", "mess*", "", ".", "*", "io.rookery."))
            assertThatThrownBy(() -> request(List.of(), List.of(type)).interest(caller(Role.OWNER)))
                    .as(type)
                    .isInstanceOf(InvalidValue.class);
    }

    @Test
    void aStreamBeginsWhereItsCursorSays() {
        assertThat(new StreamRequest(List.of(), List.of(), "here", true).from()).isEqualTo(new From.Behind("here"));
        assertThat(new StreamRequest(List.of(), List.of(), "", true).from()).isEqualTo(new From.Held());
        assertThat(new StreamRequest(List.of(), List.of(), null, false).from()).isEqualTo(new From.Now());
    }

    private static void assertProblem(StreamRequest request, Caller caller, String code) {
        assertThatThrownBy(() -> request.interest(caller))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        error -> assertThat(error.problem().code()).isEqualTo(code));
    }

    private static StreamRequest request(List<String> sessions, List<String> types) {
        return new StreamRequest(sessions, types, null, false);
    }

    private static Caller caller(Role role, SessionId... sessions) {
        return new Caller("k", ACME, role, Set.of(sessions));
    }
}
