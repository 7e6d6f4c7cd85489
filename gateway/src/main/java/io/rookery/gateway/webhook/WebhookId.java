package io.rookery.gateway.webhook;

import io.rookery.events.InvalidValue;
import java.security.SecureRandom;
import java.util.regex.Pattern;

/** Names a web hook for good: never given again, so its consumer group's name is not either. */
public record WebhookId(String value) {
    private static final Pattern VALID = Pattern.compile("wh_[a-z2-7]{20}");

    public WebhookId {
        if (!VALID.matcher(value).matches()) throw new InvalidValue("webhookId", "must match " + VALID);
    }

    static WebhookId random(SecureRandom random) {
        return new WebhookId("wh_" + RandomText.of(random, 20));
    }

    static boolean isValid(String value) {
        return VALID.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
