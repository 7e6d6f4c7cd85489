package io.rookery.events;

/** A value that its type refuses. The message names the field and the rule, never the value: values may be personal. */
public final class InvalidValue extends IllegalArgumentException {
    private final String field;
    private final String rule;

    public InvalidValue(String field, String rule) {
        super(field + " " + rule);
        this.field = field;
        this.rule = rule;
    }

    /** The field's name as its user wrote it, with dots into objects: {@code pairing.phoneNumber}. */
    public String field() {
        return field;
    }

    /** Field and rule as one sentence. */
    public String sentence() {
        return field + " " + rule;
    }
}
