package io.rookery.worker.browser.playwright;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which version of WhatsApp Web pages are. A version is the document that starts it: the scripts that it names stay on WhatsApp's hosts for as long as WhatsApp keeps them there.
 *
 * <p>A folder holds documents as {@code VERSION.html}.
 */
public sealed interface WebVersion {
    /** Whatever WhatsApp serves. */
    record Served() implements WebVersion {}

    /** Whatever WhatsApp serves; the document of each version that comes to be ready is kept in the folder. */
    record Kept(Path folder) implements WebVersion {}

    /**
     * This one, whatever WhatsApp serves.
     *
     * @param document in Base64, as the browser takes it
     */
    record Pinned(String version, String document) implements WebVersion {
        /** Whether a page that calls itself so is this version. Archives mark some with a suffix ({@code -alpha}) that the page does not have. */
        boolean is(@Nullable String running) {
            return running != null && withoutSuffix(running).equals(withoutSuffix(version));
        }
    }

    Pattern NAME = Pattern.compile("[0-9A-Za-z][0-9A-Za-z.-]{0,63}");
    long LARGEST = 8L << 20;

    /**
     * What the settings ask for. Reads the document, so that what is pinned is the same for as long as the program runs.
     *
     * @param folder of documents
     * @param version to be pinned
     * @throws IllegalArgumentException where it can't be had: the message is for the operator and begins with the stable code {@code WEB_VERSION_UNKNOWN}
     */
    static WebVersion of(@Nullable Path folder, @Nullable String version) {
        String wanted = version == null ? "" : version.strip();
        if (folder == null) {
            if (wanted.isEmpty()) return new Served();
            throw unknown("rookery.browser.web-version needs rookery.browser.web-versions, the folder that has it");
        }
        return wanted.isEmpty() ? new Kept(writable(folder)) : pinned(folder, wanted);
    }

    private static Path writable(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IllegalArgumentException("rookery.browser.web-versions can't be written to: " + folder, e);
        }
    }

    private static Pinned pinned(Path folder, String version) {
        if (!NAME.matcher(version).matches())
            throw unknown("rookery.browser.web-version is none: letters, digits, dots and hyphens");
        Path file = folder.resolve(version + ".html");
        if (!Files.isRegularFile(file)) throw unknown("there is no " + file);
        try {
            if (Files.size(file) > LARGEST) throw unknown(file + " is larger than " + (LARGEST >> 20) + " MB");
            byte[] document = Files.readAllBytes(file);
            if (document.length == 0) throw unknown(file + " is empty");
            return new Pinned(version, Base64.getEncoder().encodeToString(document));
        } catch (IOException e) {
            throw new IllegalArgumentException("WEB_VERSION_UNKNOWN: " + file + " can't be read", e);
        }
    }

    private static IllegalArgumentException unknown(String why) {
        return new IllegalArgumentException("WEB_VERSION_UNKNOWN: " + why);
    }

    private static String withoutSuffix(String version) {
        int end = version.indexOf('-');
        return end < 0 ? version : version.substring(0, end);
    }
}
