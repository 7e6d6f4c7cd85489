package io.rookery.events;

import java.util.regex.Pattern;

/** The name of a session, unique in the cluster. It is the key of every record and a folder name in the object store, so its alphabet is narrow. */
public record SessionId(String value) implements Comparable<SessionId> {
    public static final String PATTERN = "^[A-Za-z0-9_-]{1,64}$";
    private static final Pattern VALID = Pattern.compile(PATTERN);

    /** @throws InvalidValue where the value does not match {@link #PATTERN} */
    public SessionId {
        if (!isValid(value)) throw new InvalidValue("sessionId", "must match " + PATTERN);
    }

    public static boolean isValid(String value) {
        return VALID.matcher(value).matches();
    }

    @Override
    public int compareTo(SessionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
