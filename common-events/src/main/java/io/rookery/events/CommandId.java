package io.rookery.events;

import java.util.regex.Pattern;

/** The idempotency key of a command within its session: the first command with an id counts, repeats change nothing. */
public record CommandId(String value) {
    public static final String PATTERN = "^[\\x21-\\x7e]{1,128}$";
    private static final Pattern VALID = Pattern.compile(PATTERN);

    /** @throws InvalidValue where the value is empty, longer than 128, or holds anything but visible ASCII */
    public CommandId {
        if (!isValid(value)) throw new InvalidValue("id", "must be 1 to 128 visible ASCII characters");
    }

    public static boolean isValid(String value) {
        return VALID.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
