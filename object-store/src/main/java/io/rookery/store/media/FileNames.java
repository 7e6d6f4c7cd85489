package io.rookery.store.media;

import org.jspecify.annotations.Nullable;

/** Names of files as strangers give them. */
public final class FileNames {
    /** In UTF-16 units. */
    public static final int LONGEST = 255;

    private FileNames() {}

    static boolean isSafe(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(FileNames::isForbidden);
    }

    private static boolean isForbidden(int letter) {
        return letter == '/'
                || letter == '\\'
                || Character.isISOControl(letter)
                || Character.getType(letter) == Character.FORMAT
                || letter == 0x2028
                || letter == 0x2029;
    }

    /**
     * What of a name may be kept: its last part without folders, without what is not to be seen (control characters, marks that turn the direction of writing), cut in its middle where it is too long,
     * so that the ending stays. Null where nothing is left.
     */
    public static @Nullable String safe(String given) {
        String last = given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1);
        StringBuilder kept = new StringBuilder(last.length());
        last.codePoints()
                .filter(letter -> !isForbidden(letter) && Character.getType(letter) != Character.SURROGATE)
                .forEach(kept::appendCodePoint);
        String name = shortened(kept.toString().strip());
        return isSafe(name) ? name : null;
    }

    private static String shortened(String name) {
        if (name.length() <= LONGEST) return name;
        int dot = name.lastIndexOf('.');
        String ending = dot >= 0 && name.length() - dot <= 20 ? name.substring(dot) : "";
        int end = LONGEST - ending.length();
        if (Character.isHighSurrogate(name.charAt(end - 1))) end--;
        return name.substring(0, end) + ending;
    }
}
