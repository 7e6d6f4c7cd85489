package io.rookery.gateway.webhook;

import io.rookery.events.SessionId;
import io.rookery.gateway.access.Caller;
import io.rookery.gateway.config.ConfigEntry;
import io.rookery.gateway.config.ConfigKind;
import io.rookery.gateway.config.ConfigStore;
import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Web hooks as they are configured. Whose they are is asked here; what is wrong with a value was found before. */
final class Webhooks {
    private static final Logger log = LoggerFactory.getLogger(Webhooks.class);

    private final ConfigStore config;
    private final SecretSeal seal;
    private final InstantSource clock;
    private final int perTenant;
    private final SecureRandom random = new SecureRandom();

    Webhooks(ConfigStore config, SecretSeal seal, InstantSource clock, int perTenant) {
        this.config = config;
        this.seal = seal;
        this.clock = clock;
        this.perTenant = perTenant;
    }

    /** A web hook with the one secret that was made just now, which is never shown again. */
    record WithSecret(Webhook webhook, String keyId, String secret) {}

    /**
     * What a request to make a web hook came to.
     *
     * @param made null where an earlier request of the same name has made it, and was told its secret
     */
    record Creation(Webhook webhook, @Nullable WithSecret made) {}

    /** What a caller says of a web hook. */
    record Wish(String url, Set<SessionId> sessions, EventFilter events, Map<String, String> headers, boolean enabled) {
        @Override
        public String toString() {
            return "Wish" + headers.keySet();
        }
    }

    List<Webhook> of(Caller caller) {
        return all(webhook -> webhook.belongsTo(caller));
    }

    /** One of another tenant is none. */
    Webhook get(Caller caller, String id) {
        return config.find(ConfigKind.WEBHOOK, new WebhookId(id).value())
                .flatMap(WebhookFormat::read)
                .filter(webhook -> webhook.belongsTo(caller))
                .orElseThrow(
                        () -> ProblemException.of(ProblemCode.WEBHOOK_NOT_FOUND, "there is no web hook with this id"));
    }

    /** @param request hash of the request's name: where it has made a web hook before, that one is answered. Null for none */
    Mono<Creation> create(Caller caller, Wish wish, @Nullable String request) {
        requireWithin(caller, wish.sessions());
        Optional<Webhook> earlier = first(request);
        if (earlier.isPresent()) return Mono.fromSupplier(() -> again(earlier.get(), wish));
        if (all(webhook -> webhook.tenant().equals(caller.tenant())).size() >= perTenant)
            throw ProblemException.of(
                    ProblemCode.TOO_MANY_WEBHOOKS, "a tenant may have " + perTenant + "; delete one first");
        Instant now = clock.instant();
        WebhookId id = WebhookId.random(random);
        var key = new Webhook.Key(keyId(), now, null);
        String secret = WebhookSecrets.random(random);
        var secrets = new WebhookSecrets(Map.of(key.id(), secret), wish.headers());
        var webhook = new Webhook(
                id,
                caller.tenant(),
                wish.url(),
                wish.sessions(),
                wish.events(),
                wish.enabled(),
                null,
                List.of(key),
                names(wish.headers()),
                sealed(id, secrets),
                now,
                request,
                now);
        return save(webhook).then(Mono.defer(() -> settled(new WithSecret(webhook, key.id(), secret), wish)));
    }

    /** Of two requests of the same name at once the first one counts. */
    private Mono<Creation> settled(WithSecret made, Wish wish) {
        Webhook first = first(made.webhook().request()).orElse(made.webhook());
        if (first.id().equals(made.webhook().id())) return Mono.just(new Creation(made.webhook(), made));
        return delete(made.webhook()).then(Mono.fromSupplier(() -> again(first, wish)));
    }

    private Optional<Webhook> first(@Nullable String request) {
        return request == null
                ? Optional.empty()
                : all(webhook -> request.equals(webhook.request())).stream().findFirst();
    }

    private static Creation again(Webhook earlier, Wish wish) {
        if (!earlier.url().equals(wish.url())
                || !earlier.sessions().equals(wish.sessions())
                || !earlier.events().equals(wish.events()))
            throw ProblemException.of(
                    ProblemCode.IDEMPOTENCY_KEY_REUSED,
                    "an earlier request of this name has made another web hook, or it was changed since");
        return new Creation(earlier, null);
    }

    /** @param keepsHeaders where the wish says nothing of them */
    Mono<Webhook> change(Caller caller, Webhook before, Wish wish, boolean keepsHeaders) {
        requireWithin(caller, wish.sessions());
        Sealed secrets = before.secrets();
        if (!keepsHeaders) secrets = sealed(before.id(), opened(before).withHeaders(wish.headers()));
        var changed = new Webhook(
                before.id(),
                before.tenant(),
                wish.url(),
                wish.sessions(),
                wish.events(),
                wish.enabled(),
                null,
                before.keys(),
                keepsHeaders ? before.headers() : names(wish.headers()),
                secrets,
                before.createdAt(),
                before.request(),
                before.since());
        boolean stops = before.enabled() && !wish.enabled();
        return save(stops ? changed.disabled(clock.instant(), null) : changed);
    }

    /** The newest key before signs on for the overlap; one that is older ends. */
    Mono<WithSecret> rotate(Webhook before, Duration overlap) {
        Instant now = clock.instant();
        Webhook.Key last = before.keys().getLast();
        var key = new Webhook.Key(keyId(), now, null);
        List<Webhook.Key> keys = new ArrayList<>();
        if (overlap.isPositive()) keys.add(new Webhook.Key(last.id(), last.createdAt(), now.plus(overlap)));
        keys.add(key);
        String secret = WebhookSecrets.random(random);
        WebhookSecrets secrets = opened(before)
                .with(key.id(), secret)
                .withOnly(keys.stream().map(Webhook.Key::id).collect(Collectors.toSet()));
        Webhook rotated = before.withKeys(keys, sealed(before.id(), secrets));
        return save(rotated).thenReturn(new WithSecret(rotated, key.id(), secret));
    }

    Mono<Void> delete(Webhook webhook) {
        return answer(config.remove(ConfigKind.WEBHOOK, webhook.id().value()));
    }

    /** Its endpoint has answered 410. Where that can't be written down, the next answer says it again. */
    void gone(Webhook asked) {
        config.find(ConfigKind.WEBHOOK, asked.id().value())
                .flatMap(WebhookFormat::read)
                .filter(now -> now.enabled() && now.url().equals(asked.url()))
                .ifPresent(now -> {
                    log.atInfo()
                            .addKeyValue("webhookId", now.id())
                            .log("a web hook's endpoint answers 410: the web hook is disabled");
                    save(now.disabled(clock.instant(), Verdict.Gone.CAUSE))
                            .subscribe(
                                    ignored -> {},
                                    error -> log.atWarn()
                                            .addKeyValue("webhookId", now.id())
                                            .log("a web hook could not be disabled"));
                });
    }

    WebhookSecrets secrets(Webhook webhook) throws SecretSeal.SecretsUnavailable {
        return WebhookFormat.secrets(seal.open(webhook.id(), webhook.secrets()));
    }

    WebhookSecrets opened(Webhook webhook) {
        try {
            return secrets(webhook);
        } catch (SecretSeal.SecretsUnavailable e) {
            throw unavailable();
        }
    }

    private Sealed sealed(WebhookId id, WebhookSecrets secrets) {
        try {
            return seal.seal(id, WebhookFormat.write(secrets));
        } catch (SecretSeal.SecretsUnavailable e) {
            throw unavailable();
        }
    }

    private static ProblemException unavailable() {
        return ProblemException.of(
                ProblemCode.KEY_UNAVAILABLE, "the gateway lacks the master key of the web hook's secrets");
    }

    private static void requireWithin(Caller caller, Set<SessionId> sessions) {
        if (!Webhook.isWithin(caller, sessions))
            throw ProblemException.field(
                    ProblemCode.FORBIDDEN, "sessions", "the key covers a few sessions only: name some of these");
    }

    private List<Webhook> all(Predicate<Webhook> wanted) {
        return config.all(ConfigKind.WEBHOOK).stream()
                .flatMap(entry -> WebhookFormat.read(entry).stream())
                .filter(wanted)
                .toList();
    }

    private Mono<Webhook> save(Webhook webhook) {
        Mono<ConfigEntry> written = config.put(ConfigKind.WEBHOOK, webhook.id().value(), WebhookFormat.write(webhook));
        return answer(written).thenReturn(webhook);
    }

    private static <T> Mono<T> answer(Mono<T> change) {
        return change.onErrorMap(
                ConfigStore.ConfigUnavailable.class,
                error -> ProblemException.of(
                        ProblemCode.KAFKA_UNAVAILABLE, "the change is written or not; look, and repeat it"));
    }

    private static List<String> names(Map<String, String> headers) {
        return List.copyOf(new TreeSet<>(headers.keySet()));
    }

    private String keyId() {
        return "whk_" + RandomText.of(random, 12);
    }
}
