package io.rookery.gateway.media;

import io.rookery.gateway.problem.ProblemCode;
import io.rookery.gateway.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;

/**
 * One upload on the disk, not encrypted yet: a file that loses its name as soon as it is open, so that nothing of it is left where the gateway is killed. For one thread at a time; blocks.
 */
final class Draft implements AutoCloseable {
    private final long largest;
    private final FileChannel file;
    private final MessageDigest digest;
    private long size;

    Draft(Path directory, long largest) throws IOException {
        this.largest = largest;
        this.digest = sha256Digest();
        Path path = directory.resolve(UUID.randomUUID() + ".upload");
        var options = Set.of(
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        this.file = path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? FileChannel.open(
                        path,
                        options,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : FileChannel.open(path, options);
    }

    /** @throws ProblemException where it becomes too large */
    void take(byte[] bytes) throws IOException {
        size += bytes.length;
        if (size > largest) throw tooLarge(largest);
        digest.update(bytes);
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) file.write(rest);
    }

    static ProblemException tooLarge(long largest) {
        return ProblemException.of(ProblemCode.MEDIA_TOO_LARGE, "a file has at most " + largest + " bytes");
    }

    long size() {
        return size;
    }

    /** Once, after the last bytes. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    /** From its beginning; closing it closes this. */
    InputStream content() throws IOException {
        return Channels.newInputStream(file.position(0));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
