package io.rookery.quickstart.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Files that only their owner may read (mode 600, in folders of mode 700), and the generated secrets in them. */
public final class PrivateFiles {
    private static final SecureRandom RANDOM = new SecureRandom();

    private PrivateFiles() {}

    /** Replaces the file in one step; nobody else could read it at any moment. */
    public static void write(Path file, String text) {
        try {
            Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".draft", "", mode(file, "rw-------"));
            Files.writeString(draft, text);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the folder and its parents where they are missing. */
    public static Path directory(Path directory) {
        try {
            return Files.isDirectory(directory)
                    ? directory
                    : Files.createDirectories(directory, mode(directory, "rwx------"));
        } catch (IOException e) {
            throw new PartFailed("cannot make the folder " + directory + ": " + e.getMessage(), e);
        }
    }

    /** @return the secret that the file holds; a new random one of 48 hexadecimal digits is written where there is no file */
    public static String secret(Path file) {
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            byte[] bytes = new byte[24];
            RANDOM.nextBytes(bytes);
            String secret = HexFormat.of().formatHex(bytes);
            write(file, secret + "\n");
            return secret;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileAttribute<?>[] mode(Path path, String mode) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
