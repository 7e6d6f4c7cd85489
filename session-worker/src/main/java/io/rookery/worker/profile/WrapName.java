package io.rookery.worker.profile;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a wrapped data key: {@code {epoch}-{generation}-{number}}. A data key that is wrapped anew, under another master key, gets the next number. Its text sorts as it does.
 *
 * @param number from 1
 */
record WrapName(DataKeyId key, int number) implements Comparable<WrapName> {
    private static final Pattern TEXT = Pattern.compile("(\\d{10}-\\d{10})-(\\d{10})");

    WrapName {
        if (number < 1) throw new IllegalArgumentException("wraps are counted from 1, not " + number);
    }

    static WrapName first(DataKeyId key) {
        return new WrapName(key, 1);
    }

    WrapName next() {
        return new WrapName(key, Math.addExact(number, 1));
    }

    String text() {
        return "%s-%010d".formatted(key.text(), number);
    }

    /** Empty for what Rookery has not written. */
    static Optional<WrapName> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) return Optional.empty();
        long number = Long.parseLong(matcher.group(2));
        if (number < 1 || number > Integer.MAX_VALUE) return Optional.empty();
        return ManifestKey.parse(matcher.group(1)).map(key -> new WrapName(new DataKeyId(key), (int) number));
    }

    @Override
    public int compareTo(WrapName other) {
        int byKey = key.compareTo(other.key);
        return byKey != 0 ? byKey : Integer.compare(number, other.number);
    }
}
