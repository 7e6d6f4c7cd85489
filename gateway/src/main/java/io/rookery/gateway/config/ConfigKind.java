package io.rookery.gateway.config;

import java.util.Locale;

/** The kinds of what is configured at run time; each has ids of its own. */
public enum ConfigKind {
    KEY,
    WEBHOOK;

    /** As it stands in the records' keys: {@code key/…}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
