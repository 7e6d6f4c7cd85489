package io.rookery.gateway.webhook.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rookery.gateway.webhook.Sealed;
import io.rookery.gateway.webhook.SecretSeal;
import io.rookery.gateway.webhook.WebhookId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.MasterKeys;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Under the master key of the object store, where there is one; bound to the web hook. */
final class MasterKeySeal implements SecretSeal {
    private final @Nullable MasterKeys keys;

    /** @param keys null: what is sealed lies there as it is */
    MasterKeySeal(@Nullable MasterKeys keys) {
        this.keys = keys;
    }

    @Override
    public Sealed seal(WebhookId webhook, String secrets) throws SecretsUnavailable {
        if (keys == null) return new Sealed(null, secrets);
        try {
            MasterKeys.Wrapped wrapped = keys.wrap(secrets.getBytes(UTF_8), associated(webhook));
            return new Sealed(wrapped.masterKey(), Base64.getEncoder().encodeToString(wrapped.bytes()));
        } catch (KeyUnavailable e) {
            throw new SecretsUnavailable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String open(WebhookId webhook, Sealed sealed) throws SecretsUnavailable {
        if (sealed.masterKey() == null) return sealed.text();
        if (keys == null) throw new SecretsUnavailable("the secrets are encrypted, and this gateway has no master key");
        try {
            byte[] bytes = Base64.getDecoder().decode(sealed.text());
            return keys.unwrap(new MasterKeys.Wrapped(sealed.masterKey(), bytes), associated(webhook))
                    .map(secrets -> new String(secrets, UTF_8))
                    .orElseThrow(() -> new SecretsUnavailable("these are no secrets of this web hook"));
        } catch (KeyUnavailable e) {
            throw new SecretsUnavailable(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            throw new SecretsUnavailable("the secrets are not base64");
        }
    }

    private static byte[] associated(WebhookId webhook) {
        return ("rookery webhook " + webhook).getBytes(UTF_8);
    }
}
