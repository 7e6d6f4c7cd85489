package io.rookery.http;

import java.nio.file.Path;

/**
 * What to fetch.
 *
 * @param url as the stranger wrote it
 * @param file where to put it; must not exist yet, its directory must
 * @param maxBytes the longest body that is taken
 * @param types that are taken, judged by the bytes
 */
public record FetchRequest(String url, Path file, long maxBytes, MediaTypes types) {
    public FetchRequest {
        if (maxBytes < 1) throw new IllegalArgumentException("maxBytes must be positive");
    }

    /** Without the URL, which may hold secrets. */
    @Override
    public String toString() {
        return "FetchRequest[file=" + file + ", maxBytes=" + maxBytes + ", types=" + types + "]";
    }
}
