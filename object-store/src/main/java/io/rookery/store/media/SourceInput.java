package io.rookery.store.media;

import io.rookery.store.StoreUnavailable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What comes from the store, below decryption: tells a store that breaks off from a content that is damaged, of which both only throw an {@link IOException} further up. */
final class SourceInput extends FilterInputStream {
    private @Nullable IOException failure;

    SourceInput(InputStream in) {
        super(in);
    }

    /** Does nothing where the store did not fail. */
    void throwFailure(MediaName name) throws StoreUnavailable {
        if (failure != null) throw new StoreUnavailable("get " + name + ": " + failure.getMessage(), failure);
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            return super.read(buffer, offset, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
