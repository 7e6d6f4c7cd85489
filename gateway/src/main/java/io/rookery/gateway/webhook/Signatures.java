package io.rookery.gateway.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The headers of the Standard Webhooks specification: HMAC-SHA-256 over {@code id.timestamp.body}, one signature for each key that signs now. The keys' ids stand in a header of our own, in the same
 * order: what verifies by the specification needs not know them.
 */
final class Signatures {
    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String SIGNATURE = "webhook-signature";
    static final String KEY_ID = "rookery-key-id";
    private static final String ALGORITHM = "HmacSHA256";

    private Signatures() {}

    static Map<String, String> headers(
            List<Webhook.Key> keys, WebhookSecrets secrets, String eventId, Instant now, String body) {
        long timestamp = now.getEpochSecond();
        byte[] signed = (eventId + "." + timestamp + "." + body).getBytes(UTF_8);
        List<String> ids = new ArrayList<>();
        List<String> signatures = new ArrayList<>();
        for (Webhook.Key key : keys.reversed()) {
            String secret = secrets.signing().get(key.id());
            if (secret == null || !key.signsAt(now)) continue;
            ids.add(key.id());
            signatures.add("v1," + Base64.getEncoder().encodeToString(hmac(secret, signed)));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(ID, eventId);
        headers.put(TIMESTAMP, Long.toString(timestamp));
        headers.put(SIGNATURE, String.join(" ", signatures));
        headers.put(KEY_ID, String.join(" ", ids));
        return headers;
    }

    private static byte[] hmac(String secret, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            byte[] key = Base64.getDecoder().decode(secret.substring(WebhookSecrets.PREFIX.length()));
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
