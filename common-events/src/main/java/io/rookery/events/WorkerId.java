package io.rookery.events;

import java.util.regex.Pattern;

/** The name of a worker; it outlives restarts of its process on the same data directory. */
public record WorkerId(String value) {
    private static final Pattern VALID = Pattern.compile("^[A-Za-z0-9._-]{1,64}$");

    public WorkerId {
        if (!isValid(value)) throw new InvalidValue("workerId", "must be 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-'");
    }

    public static boolean isValid(String value) {
        return VALID.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
