package io.rookery.gateway.media;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/** Buffers of the network are counted by hand. What comes in is copied out of them at once, so that nothing further on can release one twice, or never. */
final class NetworkBuffers {
    private NetworkBuffers() {}

    /** Releases it. */
    static byte[] copied(DataBuffer buffer) {
        try {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return bytes;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }
}
