package io.rookery.worker.profile;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.rookery.events.SessionId;
import io.rookery.worker.profile.Manifest.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import javax.crypto.Mac;

/** What happens to a file between the profile and the store: its keyed hash, zstd, and encryption, in this order because what is encrypted can't be compressed. */
final class FilePacking {
    /** Up to so many bytes a file may be packed in memory. LevelDB's tables have half of it. */
    static final int IN_MEMORY = 4 << 20;

    /** zstd's quickest of those that match whole phrases: LevelDB's tables get as small by it as by 3, in less than half the time. */
    private static final int LEVEL = 1;

    private static final int BUFFER = 64 * 1024;

    private FilePacking() {}

    static String hash(Path file, DataKey key) throws IOException {
        Mac mac = key.nameOf();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                mac.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(mac.doFinal());
    }

    /** A file of at most {@link #IN_MEMORY} bytes. */
    static Parts pack(Path file, DataKey key, SessionId session, ObjectName name) throws IOException {
        var packed = new Parts();
        pack(file, packed, key, session, name);
        return packed;
    }

    /** One of any size, by way of the disk. */
    static void pack(Path file, Path packed, DataKey key, SessionId session, ObjectName name) throws IOException {
        try (OutputStream stored = Files.newOutputStream(packed)) {
            pack(file, stored, key, session, name);
        }
    }

    private static void pack(Path file, OutputStream packed, DataKey key, SessionId session, ObjectName name)
            throws IOException {
        try (InputStream in = Files.newInputStream(file);
                OutputStream encrypted = key.encrypting(packed, Binding.file(key.binding(), session, name));
                OutputStream out = new ZstdOutputStreamNoFinalizer(encrypted, LEVEL)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        }
    }

    /**
     * Unpacks into a file that must not exist.
     *
     * @throws ProfileDamaged where it is not what was stored under its name, or not what the manifest says; never more than its size is written
     * @throws IOException where the disk is to blame
     */
    static void unpack(Path packed, StoredFile file, Path target, DataKey key, SessionId session)
            throws IOException, ProfileDamaged {
        Mac mac = key.nameOf();
        long size = 0;
        try (var stored = new DiskInput(Files.newInputStream(packed));
                OutputStream out =
                        Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            try (var content = new Content(stored, file, key, session)) {
                byte[] buffer = new byte[BUFFER];
                for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                    size += read;
                    if (size > file.size())
                        throw new ProfileDamaged("file is longer than its manifest says: " + file.path());
                    mac.update(buffer, 0, read);
                    out.write(buffer, 0, read);
                }
            }
        }
        if (size < file.size()) throw new ProfileDamaged("file is shorter than its manifest says: " + file.path());
        if (!HexFormat.of().formatHex(mac.doFinal()).equals(file.hash())) {
            throw new ProfileDamaged("file has another checksum than its manifest says: " + file.path());
        }
    }

    /** A stored file's content; tells what is damaged from a disk that fails. */
    private static final class Content implements AutoCloseable {
        private final DiskInput stored;
        private final StoredFile file;
        private final InputStream in;

        Content(DiskInput stored, StoredFile file, DataKey key, SessionId session) throws IOException {
            this.stored = stored;
            this.file = file;
            this.in = new ZstdInputStreamNoFinalizer(
                    key.decrypting(stored, Binding.file(key.binding(), session, file.object())));
        }

        int read(byte[] buffer) throws IOException, ProfileDamaged {
            try {
                return in.read(buffer);
            } catch (IOException e) { // also zstd's, and that of a tag that does not fit
                stored.throwFailure();
                throw new ProfileDamaged("file can't be decrypted and unpacked: " + file.path());
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
