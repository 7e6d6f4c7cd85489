package io.rookery.http;

import java.util.List;
import java.util.Locale;

/** The content types that a caller takes: {@code image/jpeg}, {@code image/*}, {@code *}{@code /*}. Parameters of a type do not count. */
public record MediaTypes(List<String> patterns) {
    public static final MediaTypes ANY = MediaTypes.of("*/*");

    public MediaTypes {
        if (patterns.isEmpty()) throw new IllegalArgumentException("at least one type must be taken");
        for (String pattern : patterns) {
            if (!pattern.matches("\\*/\\*|[a-z]+/(\\*|[a-z0-9.+-]+)"))
                throw new IllegalArgumentException("not a content type: " + pattern);
        }
        patterns = List.copyOf(patterns);
    }

    public static MediaTypes of(String... patterns) {
        return new MediaTypes(List.of(patterns));
    }

    public boolean accept(String type) {
        String bare = essence(type);
        String family = bare.substring(0, bare.indexOf('/') + 1) + "*";
        return patterns.stream()
                .anyMatch(pattern -> pattern.equals("*/*") || pattern.equals(family) || pattern.equals(bare));
    }

    /** The type without its parameters, in lower case. */
    static String essence(String type) {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
