package io.rookery.store.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** An object's content as it comes. Whoever closes it before its end does not wait for the rest. */
final class ObjectInput extends FilterInputStream {
    private final ResponseInputStream<GetObjectResponse> answer;
    private final long size;
    private long passed;
    private boolean ended;

    ObjectInput(ResponseInputStream<GetObjectResponse> answer) {
        super(answer);
        this.answer = answer;
        Long length = answer.response().contentLength();
        this.size = length == null ? -1 : length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int read = answer.read(buffer, offset, length);
            if (read >= 0) {
                passed += read;
                return read;
            }
        } catch (SdkException e) {
            throw new IOException("the answer broke off", e);
        }
        if (size >= 0 && passed < size) throw new IOException("the answer ended early");
        ended = true;
        return -1;
    }

    @Override
    public void close() throws IOException {
        if (ended) answer.close();
        else answer.abort();
    }
}
