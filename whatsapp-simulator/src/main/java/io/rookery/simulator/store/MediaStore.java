package io.rookery.simulator.store;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The bytes of media, one file each, named by their SHA-256; the same bytes are kept once. Without a data directory
 * they are in a temporary one, which goes with the store. Nothing is ever held in memory as a whole.
 */
public final class MediaStore implements AutoCloseable {

    /** What was stored. @param sha256 in hexadecimal digits @param size in bytes */
    public record Stored(String sha256, long size) {}

    private final Path directory;
    private final boolean temporary;

    private MediaStore(Path directory, boolean temporary) {
        this.directory = directory;
        this.temporary = temporary;
    }

    public static MediaStore open(Optional<Path> dataDirectory) {
        try {
            return dataDirectory.isPresent()
                    ? new MediaStore(Files.createDirectories(dataDirectory.get().resolve("media")), false)
                    : new MediaStore(Files.createTempDirectory("whatsapp-simulator-media"), true);
        } catch (IOException e) {
            throw new UncheckedIOException("the media cannot be kept", e);
        }
    }

    /** @return where these bytes are, if they are here */
    public Optional<Path> find(String sha256) {
        return Optional.of(sha256)
                .filter(digits -> digits.matches("[0-9a-f]{64}"))
                .map(directory::resolve)
                .filter(Files::exists);
    }

    public Stored put(byte[] bytes) {
        Upload upload = upload();
        upload.write(bytes);
        return upload.finish();
    }

    /** Begins to take in bytes piece by piece. */
    public Upload upload() {
        try {
            Path partial = Files.createTempFile(directory, "upload", ".part");
            return new Upload(partial, Files.newOutputStream(partial));
        } catch (IOException e) {
            throw new UncheckedIOException("the media cannot be written", e);
        }
    }

    /** Bytes that are coming in; they count when they are {@link #finish finished}. */
    public final class Upload {

        private final Path partial;
        private final DigestOutputStream out;
        private long size;

        private Upload(Path partial, OutputStream out) {
            this.partial = partial;
            this.out = new DigestOutputStream(out, sha256());
        }

        public long size() {
            return size;
        }

        public void write(byte[] bytes) {
            try {
                out.write(bytes);
                size += bytes.length;
            } catch (IOException e) {
                throw new UncheckedIOException("the media cannot be written", e);
            }
        }

        public Stored finish() {
            try {
                out.close();
                String name = HexFormat.of().formatHex(out.getMessageDigest().digest());
                Files.move(partial, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                return new Stored(name, size);
            } catch (IOException e) {
                throw new UncheckedIOException("the media cannot be written", e);
            }
        }

        /** What has come in so far is forgotten. */
        public void abort() {
            try {
                out.close();
                Files.deleteIfExists(partial);
            } catch (IOException e) {
                throw new UncheckedIOException("the media cannot be removed", e);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the media cannot be removed", e);
        }
    }
}
