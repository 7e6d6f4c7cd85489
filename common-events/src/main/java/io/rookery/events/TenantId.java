package io.rookery.events;

import java.util.regex.Pattern;

/** Whose session it is; fixed by the session's first start. */
public record TenantId(String value) {
    private static final Pattern VALID = Pattern.compile("^[a-z0-9][a-z0-9-]{0,62}$");
    public static final TenantId DEFAULT = new TenantId("default");

    public TenantId {
        if (!VALID.matcher(value).matches())
            throw new InvalidValue("tenant", "must be 1 to 63 of a-z, 0-9 and '-', not starting with '-'");
    }

    @Override
    public String toString() {
        return value;
    }
}
