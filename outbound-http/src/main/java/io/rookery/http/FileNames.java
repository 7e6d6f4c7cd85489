package io.rookery.http;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HeaderElement;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.MessageSupport;
import org.jspecify.annotations.Nullable;

/** A name to show for what was fetched: the server's, else the URL's, else one after the type; cleaned of all that a file system or an eye could stumble over. */
final class FileNames {
    private static final int MOST_BYTES = 255;
    private static final int LONGEST_EXTENSION = 16;

    private static final Map<String, String> EXTENSIONS = Map.ofEntries(
            Map.entry("image/jpeg", ".jpg"),
            Map.entry("image/png", ".png"),
            Map.entry("image/gif", ".gif"),
            Map.entry("image/webp", ".webp"),
            Map.entry("video/mp4", ".mp4"),
            Map.entry("video/3gpp", ".3gp"),
            Map.entry("video/quicktime", ".mov"),
            Map.entry("audio/ogg", ".ogg"),
            Map.entry("audio/mpeg", ".mp3"),
            Map.entry("audio/mp4", ".m4a"),
            Map.entry("audio/aac", ".aac"),
            Map.entry("audio/amr", ".amr"),
            Map.entry("audio/wav", ".wav"),
            Map.entry("application/pdf", ".pdf"),
            Map.entry("application/zip", ".zip"),
            Map.entry("text/plain", ".txt"));

    private FileNames() {}

    /** @param disposition the header Content-Disposition */
    static String suggest(@Nullable Header disposition, URI uri, String type) {
        return Optional.ofNullable(disposition)
                .flatMap(FileNames::declared)
                .flatMap(FileNames::clean)
                .or(() -> decoded(uri.getRawPath(), StandardCharsets.UTF_8).flatMap(FileNames::clean))
                .orElse("file" + EXTENSIONS.getOrDefault(MediaTypes.essence(type), ""));
    }

    /** The extended form (RFC 5987) is meant for those who can read it. */
    private static Optional<String> declared(Header disposition) {
        for (HeaderElement element : MessageSupport.parseElements(disposition)) {
            NameValuePair extended = element.getParameterByName("filename*");
            if (extended != null && extended.getValue() != null) {
                String[] parts = extended.getValue().split("'", 3);
                Optional<String> name = parts.length < 3
                        ? Optional.empty()
                        : charset(parts[0]).flatMap(charset -> decoded(parts[2], charset));
                if (name.isPresent()) return name;
            }
            NameValuePair simple = element.getParameterByName("filename");
            if (simple != null && simple.getValue() != null) return Optional.of(simple.getValue());
        }
        return Optional.empty();
    }

    private static Optional<Charset> charset(String name) {
        if (name.equalsIgnoreCase("UTF-8")) return Optional.of(StandardCharsets.UTF_8);
        return name.equalsIgnoreCase("ISO-8859-1") ? Optional.of(StandardCharsets.ISO_8859_1) : Optional.empty();
    }

    private static Optional<String> decoded(String text, Charset charset) {
        try {
            return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), charset));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** One path element; empty where nothing is left. */
    static Optional<String> clean(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        StringBuilder kept = new StringBuilder();
        Normalizer.normalize(last, Normalizer.Form.NFC)
                .codePoints()
                .filter(FileNames::isVisible)
                .map(c -> "<>:\"|?*".indexOf(c) >= 0 ? '_' : c)
                .forEach(kept::appendCodePoint);
        String trimmed = kept.toString().strip().replaceAll("^[. ]+|[. ]+$", "");
        return trimmed.isEmpty() ? Optional.empty() : Optional.of(cut(trimmed));
    }

    /** Neither control characters, nor those that turn the direction of a text, nor halves of a character. */
    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> codePoint != 0xFFFD;
        };
    }

    /** Shortens the stem and leaves the extension. */
    private static String cut(String name) {
        if (bytes(name) <= MOST_BYTES) return name;
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= LONGEST_EXTENSION ? name.substring(dot) : "";
        String stem = name.substring(0, name.length() - extension.length());
        while (bytes(stem) + bytes(extension) > MOST_BYTES)
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        return stem + extension;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
