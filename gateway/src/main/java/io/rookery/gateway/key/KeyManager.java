package io.rookery.gateway.key;

import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.access.Permission;
import io.rookery.gateway.access.Role;
import io.rookery.gateway.config.ConfigKind;
import io.rookery.gateway.config.ConfigStore;
import io.rookery.gateway.problem.Problem;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Makes, rotates and revokes keys, for whoever calls. Nobody makes or takes over a key that may more than its own, and nobody learns of keys outside its tenant, or beyond the sessions that its key
 * covers. Only who manages the cluster sees other tenants.
 */
final class KeyManager {
    /** Of a tenant: every gateway holds all keys in memory. */
    static final int MOST_KEYS = 1_000;

    private final ApiKeys keys;
    private final ConfigStore store;
    private final InstantSource clock;
    private final boolean hasKeyFile;

    /** @param hasKeyFile whether a file holds an owner's key, too: then none of these is the last one */
    KeyManager(ApiKeys keys, ConfigStore store, InstantSource clock, boolean hasKeyFile) {
        this.keys = keys;
        this.store = store;
        this.clock = clock;
        this.hasKeyFile = hasKeyFile;
    }

    /** @param tenant null for the caller's */
    List<StoredKey> list(Caller caller, @Nullable TenantId tenant) {
        TenantId wanted = tenant == null ? caller.tenant() : tenant;
        return keys.all().stream()
                .filter(key -> key.tenantId().equals(wanted) && isVisible(caller, key))
                .toList();
    }

    /** @throws ProblemException where the caller may not know of it */
    StoredKey get(Caller caller, String id) {
        return keys.get(id).filter(key -> isVisible(caller, key)).orElseThrow(KeyManager::notFound);
    }

    /** @param request hash of the request's name: where it has made a key before, that one is answered. Null for none */
    Mono<NewKey> create(Caller caller, KeyBody.Wish wish, @Nullable String request) {
        TenantId tenant = wish.tenant() == null ? caller.tenant() : wish.tenant();
        if (!tenant.equals(caller.tenant()) && !caller.may(Permission.CLUSTER_MANAGE))
            throw forbidden("a key for another tenant needs " + Permission.CLUSTER_MANAGE.word());
        requireRole(caller, wish.role());
        if (!isWithin(caller, Set.copyOf(wish.sessions())))
            throw forbidden("a key can't cover sessions that its maker's does not");
        Optional<StoredKey> earlier = first(request);
        if (earlier.isPresent()) return Mono.fromSupplier(() -> again(earlier.get(), wish, tenant));
        if (keys.all().stream().filter(key -> key.tenantId().equals(tenant)).count() >= MOST_KEYS)
            throw ProblemException.of(
                    ProblemCode.TOO_MANY_KEYS,
                    "a tenant has at most " + MOST_KEYS + " keys; revoke those that are not used");
        KeySecret secret = KeySecret.fresh();
        var key = new StoredKey(
                secret.id(),
                wish.name(),
                tenant.value(),
                wish.role().word(),
                wish.sessions().stream().map(SessionId::value).toList(),
                clock.instant(),
                caller.keyId(),
                wish.expiresAt(),
                null,
                secret.sha256(),
                null,
                wish.limit(),
                request);
        return put(key, secret).flatMap(made -> settled(made, wish, tenant));
    }

    /** Of two requests of the same name at once the first one counts. */
    private Mono<NewKey> settled(NewKey made, KeyBody.Wish wish, TenantId tenant) {
        StoredKey first = first(made.key().request()).orElse(made.key());
        if (first.id().equals(made.key().id())) return Mono.just(made);
        return answered(store.remove(ConfigKind.KEY, made.key().id()))
                .then(Mono.fromSupplier(() -> again(first, wish, tenant)));
    }

    private Optional<StoredKey> first(@Nullable String request) {
        return request == null
                ? Optional.empty()
                : store.all(ConfigKind.KEY).stream()
                        .flatMap(entry -> keys.get(entry.id()).stream())
                        .filter(key -> request.equals(key.request()))
                        .findFirst();
    }

    /** It has its secret from the request before; it may have been rotated since, but is still what was asked for. */
    private static NewKey again(StoredKey earlier, KeyBody.Wish wish, TenantId tenant) {
        boolean isTheSame = earlier.name().equals(wish.name())
                && earlier.roleValue() == wish.role()
                && earlier.tenantId().equals(tenant)
                && earlier.scope().equals(Set.copyOf(wish.sessions()))
                && Objects.equals(earlier.expiresAt(), wish.expiresAt())
                && Objects.equals(earlier.limit(), wish.limit());
        if (!isTheSame)
            throw ProblemException.of(
                    ProblemCode.IDEMPOTENCY_KEY_REUSED, "an earlier request of this name has made another key");
        return new NewKey(earlier, null);
    }

    Mono<NewKey> rotate(Caller caller, String id, Duration overlap) {
        StoredKey key = get(caller, id);
        requireRole(caller, key.roleValue());
        KeySecret secret = KeySecret.freshOf(id);
        return put(key.rotated(secret, clock.instant(), overlap), secret);
    }

    /** A key may remove itself, but no way of managing the cluster that never expires may be lost. */
    Mono<Void> remove(Caller caller, String id) {
        StoredKey key = get(caller, id);
        requireRole(caller, key.roleValue());
        if (key.isLastingOwner() && !hasAnotherOwner(id)) throw lastOwner();
        return answered(store.remove(ConfigKind.KEY, id).then(Mono.defer(() -> keepAnOwner(key))));
    }

    /** Two last owners may be removed at the same time, on two gateways: the one that reads its own removal last puts its key back. */
    private Mono<Void> keepAnOwner(StoredKey removed) {
        if (!removed.isLastingOwner() || hasAnotherOwner(removed.id())) return Mono.empty();
        return store.put(ConfigKind.KEY, removed.id(), removed.json()).then(Mono.error(KeyManager::lastOwner));
    }

    private boolean hasAnotherOwner(String id) {
        return hasKeyFile
                || keys.all().stream()
                        .anyMatch(key -> key.isLastingOwner() && !key.id().equals(id));
    }

    private Mono<NewKey> put(StoredKey key, KeySecret secret) {
        return answered(store.put(ConfigKind.KEY, key.id(), key.json()).thenReturn(new NewKey(key, secret)));
    }

    private static <T> Mono<T> answered(Mono<T> change) {
        return change.onErrorMap(
                ConfigStore.ConfigUnavailable.class,
                error -> ProblemException.of(
                        ProblemCode.KAFKA_UNAVAILABLE, "the change may have been taken or not; look, and repeat it"));
    }

    private static void requireRole(Caller caller, Role role) {
        if (!caller.role().permissions().containsAll(role.permissions()))
            throw forbidden(
                    "the key's role " + caller.role().word() + " may not manage a key of the role " + role.word());
    }

    private static boolean isVisible(Caller caller, StoredKey key) {
        return (key.tenantId().equals(caller.tenant()) || caller.may(Permission.CLUSTER_MANAGE))
                && isWithin(caller, key.scope());
    }

    /** None means all. */
    private static boolean isWithin(Caller caller, Set<SessionId> sessions) {
        return caller.sessions().isEmpty()
                || (!sessions.isEmpty() && caller.sessions().containsAll(sessions));
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.of(ProblemCode.KEY_NOT_FOUND, null));
    }

    private static ProblemException lastOwner() {
        return ProblemException.of(
                ProblemCode.LAST_OWNER_KEY, "make another owner's key first, one that does not expire");
    }

    private static ProblemException forbidden(String reason) {
        return ProblemException.of(ProblemCode.FORBIDDEN, reason);
    }
}
