package io.rookery.gateway.webhook;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a web hook has that nobody may see again.
 *
 * @param signing secrets by the id of their key, {@code whsec_} and base64
 * @param headers values by the name of the header
 */
record WebhookSecrets(Map<String, String> signing, Map<String, String> headers) {
    static final String PREFIX = "whsec_";
    private static final int BYTES = 32;

    WebhookSecrets {
        signing = Map.copyOf(signing);
        headers = Map.copyOf(headers);
    }

    static String random(SecureRandom random) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        return PREFIX + Base64.getEncoder().encodeToString(secret);
    }

    WebhookSecrets with(String keyId, String secret) {
        Map<String, String> more = new HashMap<>(signing);
        more.put(keyId, secret);
        return new WebhookSecrets(more, headers);
    }

    WebhookSecrets withOnly(Set<String> keyIds) {
        Map<String, String> fewer = new HashMap<>(signing);
        fewer.keySet().retainAll(keyIds);
        return new WebhookSecrets(fewer, headers);
    }

    WebhookSecrets withHeaders(Map<String, String> others) {
        return new WebhookSecrets(signing, others);
    }

    @Override
    public String toString() {
        return "WebhookSecrets" + signing.keySet() + headers.keySet();
    }
}
