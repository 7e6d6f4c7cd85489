package io.rookery.gateway.webhook;

/** Encrypts web hooks' secrets, where the gateway has a key for that. Safe for use by many threads. */
public interface SecretSeal {

    Sealed seal(WebhookId webhook, String secrets) throws SecretsUnavailable;

    /** @throws SecretsUnavailable where the master key is missing, or these are no secrets of this web hook */
    String open(WebhookId webhook, Sealed sealed) throws SecretsUnavailable;

    /** The secrets can't be had now: a fault of the infrastructure. The message holds none of them. */
    final class SecretsUnavailable extends Exception {
        private static final long serialVersionUID = 1L;

        public SecretsUnavailable(String message) {
            super(message, null, false, false);
        }
    }
}
