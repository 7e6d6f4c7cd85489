package io.rookery.worker.profile;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import io.rookery.worker.profile.Manifest.StoredFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What happens to a file between the profile and the store: its hash, and zstd. */
final class FilePacking {
    private static final int LEVEL = 3;
    private static final int BUFFER = 64 * 1024;

    private FilePacking() {}

    static String hash(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static void pack(Path file, Path packed) throws IOException {
        try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(packed), LEVEL)) {
            Files.copy(file, out);
        }
    }

    /**
     * Unpacks into a file that must not exist.
     *
     * @throws ProfileDamaged where what comes out is not what the manifest says; never more than its size is written
     */
    static void unpack(Path packed, StoredFile file, Path target) throws IOException, ProfileDamaged {
        MessageDigest digest = sha256();
        long size = 0;
        try (InputStream in = new ZstdInputStream(Files.newInputStream(packed));
                OutputStream out =
                        Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size += read;
                if (size > file.size())
                    throw new ProfileDamaged("file is longer than its manifest says: " + file.path());
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
            }
        } catch (ZstdIOException | EOFException e) {
            throw new ProfileDamaged("file can't be unpacked: " + file.path());
        }
        if (size < file.size()) throw new ProfileDamaged("file is shorter than its manifest says: " + file.path());
        if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
            throw new ProfileDamaged("file has another checksum than its manifest says: " + file.path());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
