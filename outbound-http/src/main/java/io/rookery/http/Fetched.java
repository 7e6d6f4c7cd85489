package io.rookery.http;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What was fetched.
 *
 * @param size bytes
 * @param sha256 of the bytes, 64 hexadecimal digits in lower case
 * @param type what the bytes are: {@code image/jpeg}, {@code audio/ogg; codecs=opus}; {@code application/octet-stream} where they tell nothing
 * @param declaredType what the server says they are, without parameters; null where it says nothing
 * @param fileName a name to show: one path element, of 1 to 255 bytes of UTF-8, never {@code .} or {@code ..}; not for choosing a path
 */
public record Fetched(
        Path file,
        long size,
        String sha256,
        String type,
        @Nullable String declaredType,
        String fileName) {}
