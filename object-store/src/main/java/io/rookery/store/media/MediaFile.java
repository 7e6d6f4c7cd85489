package io.rookery.store.media;

import io.rookery.store.StoreUnavailable;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stored file that is being read. To be closed. For one thread at a time; blocks. */
public final class MediaFile implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MediaFile.class);

    private final MediaName name;
    private final MediaInfo info;
    private final SourceInput source;
    private final InputStream content;

    MediaFile(MediaName name, MediaInfo info, SourceInput source, InputStream content) {
        this.name = name;
        this.info = info;
        this.source = source;
        this.content = content;
    }

    public MediaInfo info() {
        return info;
    }

    /**
     * The next bytes, all of them authentic. The file is whole only when this has said that it is at its end.
     *
     * @return how many; -1 at the end
     * @throws StoreUnavailable where the store breaks off
     * @throws MediaDamaged where it is not what was put there
     */
    public int read(byte[] buffer) throws StoreUnavailable, MediaDamaged {
        try {
            return content.read(buffer);
        } catch (IOException e) { // also that of a tag that does not fit
            source.throwFailure(name);
            throw new MediaDamaged(name + " can't be decrypted");
        }
    }

    /** Does not wait for what was not read. */
    @Override
    public void close() {
        try {
            content.close();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("a stored file was not closed");
        }
    }
}
