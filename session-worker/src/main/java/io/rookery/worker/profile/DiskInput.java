package io.rookery.worker.profile;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** What is read from the disk, below decryption: tells a disk that fails from a content that is damaged, of which both only throw an {@link IOException} further up. */
final class DiskInput extends FilterInputStream {
    private @Nullable IOException failure;

    DiskInput(InputStream in) {
        super(in);
    }

    /** Does nothing where the disk did not fail. */
    void throwFailure() throws IOException {
        if (failure != null) throw failure;
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
