package io.rookery.gateway.media;

import java.io.IOException;
import java.nio.file.Path;
import org.springframework.util.unit.DataSize;

/** Where uploads are while they come in. */
record Drafts(Path directory, DataSize largest) {

    /** A new one, empty. Blocks. */
    Draft open() throws IOException {
        return new Draft(directory, largest.toBytes());
    }
}
