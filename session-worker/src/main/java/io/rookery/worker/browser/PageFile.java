package io.rookery.worker.browser;

import io.rookery.events.Content.MediaKind;
import java.nio.file.Path;

/**
 * A file on this disk that the page sends. The page reads it itself, so it must stay until the send is answered.
 *
 * @param mimeType for example {@code image/png}
 * @param fileName as the receiver sees it
 */
public record PageFile(Path path, MediaKind kind, String mimeType, String fileName) {}
