package io.rookery.store.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Writes an object's content into a file, and tells a disk that is full from a store that breaks off; after the latter the call is tried again. */
final class FileReceiver implements ResponseTransformer<GetObjectResponse, GetObjectResponse> {
    private static final int BUFFER = 64 * 1024;

    private final Path target;
    private volatile @Nullable IOException diskFailure;

    FileReceiver(Path target) {
        this.target = target;
    }

    /** Does nothing where the disk was not to blame. */
    void throwDiskFailure() throws IOException {
        IOException failure = diskFailure;
        if (failure != null) throw failure;
    }

    @Override
    public GetObjectResponse transform(GetObjectResponse response, AbortableInputStream in) throws Exception {
        try (InputStream body = in;
                OutputStream out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = read(body, buffer); read >= 0; read = read(body, buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            diskFailure = e;
            throw e;
        }
        return response;
    }

    private static int read(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw RetryableException.create("the answer broke off", e);
        }
    }
}
