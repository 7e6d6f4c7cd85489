package io.rookery.store.media;

import io.rookery.events.InvalidValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a file. Its text leaves out the name, which may be personal.
 *
 * @param mimeType with its parameters: {@code audio/ogg; codecs=opus}
 * @param fileName without folders ({@link FileNames#safe}); null where it has none
 * @param size of the content in bytes
 * @param sha256 of the content, 64 lower-case hexadecimal digits
 */
public record MediaInfo(String mimeType, @Nullable String fileName, long size, String sha256) {
    private static final int LONGEST = 255;
    private static final String TOKEN = "[A-Za-z0-9!#$&^_.+-]{1,127}";
    private static final Pattern MIME_TYPE = Pattern.compile("^" + TOKEN + "/" + TOKEN + "(\\s*;[\\x20-\\x7e]*)?$");
    private static final Pattern SHA_256 = Pattern.compile("^[0-9a-f]{64}$");

    public MediaInfo {
        if (mimeType.length() > LONGEST || !MIME_TYPE.matcher(mimeType).matches())
            throw new InvalidValue("mimeType", "must be a media type of at most " + LONGEST + " characters");
        if (fileName != null && !FileNames.isSafe(fileName))
            throw new InvalidValue(
                    "fileName",
                    "must have 1 to " + FileNames.LONGEST + " characters, without slashes and control characters");
        if (size < 0) throw new InvalidValue("size", "must not be negative");
        if (!SHA_256.matcher(sha256).matches())
            throw new InvalidValue("sha256", "must be 64 lower-case hexadecimal digits");
    }

    /** Of a file on disk, which is read to its end. */
    public static MediaInfo of(Path content, String mimeType, @Nullable String fileName) throws IOException {
        try (InputStream in = Files.newInputStream(content)) {
            var measured = new MeasuredInput(in);
            measured.skipToEnd();
            return new MediaInfo(mimeType, fileName, measured.size(), measured.sha256());
        }
    }

    @Override
    public String toString() {
        return "MediaInfo[" + mimeType + ", " + size + " bytes]";
    }
}
