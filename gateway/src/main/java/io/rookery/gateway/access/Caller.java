package io.rookery.gateway.access;

import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Who calls. Travels with the request in its Reactor context, so that whatever touches a session, a command or a file can ask whose they may be.
 *
 * @param keyId names the key, in answers and in the audit log; no secret
 * @param sessions the only sessions that the key may touch; empty where it may touch all of its tenant
 */
public record Caller(String keyId, TenantId tenant, Role role, Set<SessionId> sessions) {

    /** Under which the exchange holds it, for what stands around the access filter. */
    public static final String ATTRIBUTE = Caller.class.getName();

    public Caller {
        sessions = Set.copyOf(sessions);
    }

    /** What the operator has put into a file of the gateway. */
    public static final String OPERATORS_KEY = "file";

    /** Whether the operator's own key calls: the one of the gateway's file, which has no rate. */
    public boolean isOperator() {
        return keyId.equals(OPERATORS_KEY);
    }

    public boolean may(Permission permission) {
        return role.may(permission);
    }

    /** Whether the key covers the session, where the session is of its tenant. */
    public boolean covers(SessionId session) {
        return sessions.isEmpty() || sessions.contains(session);
    }

    /** Whether the key may know of the session, where its tenant is this one. */
    public boolean sees(TenantId owner, SessionId session) {
        return tenant.equals(owner) && covers(session);
    }

    /** The caller of the request that is being answered; an error where nobody was let in, so what forgets to ask is closed. */
    public static Mono<Caller> current() {
        return Mono.deferContextual(context -> of(context)
                .map(Mono::just)
                .orElseGet(() -> Mono.error(new IllegalStateException("no caller was let in"))));
    }

    public static Optional<Caller> of(ContextView context) {
        return context.getOrEmpty(Caller.class);
    }

    Context in(Context context) {
        return context.put(Caller.class, this);
    }
}
