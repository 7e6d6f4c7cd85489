package io.rookery.worker.profile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.MasterKeys;
import io.rookery.store.MasterKeys.Wrapped;
import io.rookery.worker.profile.FileTable.Line;
import io.rookery.worker.profile.WrapFormat.Wrap;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One generation of a profile in one file, for a way that does not lead through the store:
 *
 * <pre>
 * "RKPA"  format, 1 byte  length, 1 byte  session, ASCII  epoch, generation, 4 bytes each  length, 2 bytes  the archive's data key, as {@link WrapFormat}
 * then, zstd and encrypted by that key ({@link DataKey#encrypting}):
 * done, 8 bytes  browser's version  WhatsApp's version  how many files, 4 bytes
 * of each file its path and its size, 8 bytes
 * of each file, in the same order, its content
 * "RKPA-end"
 * </pre>
 *
 * Numbers are big-endian, texts as {@link DataOutputStream#writeUTF} has them. The data key belongs to this archive alone and is bound to all in front of it; the content is bound to the whole header.
 * So an archive opens only where its master key is, only as that session's, and only whole.
 */
final class ProfileArchive {
    static final int VERSION = 1;
    static final long END = 0x524b_5041_2d65_6e64L;

    private static final byte[] MAGIC = {'R', 'K', 'P', 'A'};
    private static final int LEVEL = 3;
    private static final int BUFFER = 64 * 1024;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final MasterKeys masterKeys;

    ProfileArchive(MasterKeys masterKeys) {
        this.masterKeys = masterKeys;
    }

    /**
     * What was read from an archive.
     *
     * @param tenant whose it is; null where it does not say it, because it was made before tenants were named
     * @param generation that it was made of
     */
    record Content(
            @Nullable TenantId tenant, ManifestKey generation, Profiles.Metadata metadata, int files, long bytes) {}

    // ---- writing ----

    /**
     * @param target is closed; what is in it is whole only where no exception was thrown
     * @param tenant whose session it is; null where that is not known
     */
    void write(
            OutputStream target,
            SessionId session,
            @Nullable TenantId tenant,
            ManifestKey generation,
            Profiles.Metadata metadata,
            Path profile)
            throws IOException, KeyUnavailable {
        List<Path> files = Snapshot.scan(profile);
        try (DataOutputStream out = sealing(target, session, tenant, generation)) {
            out.writeLong(metadata.done());
            out.writeUTF(metadata.browserVersion());
            out.writeUTF(metadata.whatsappVersion());
            out.writeInt(files.size());
            for (Path file : files) {
                out.writeUTF(profile.relativize(file).toString());
                out.writeLong(Files.size(file));
            }
            for (Path file : files) {
                Files.copy(file, out);
            }
            out.writeLong(END);
        }
    }

    /** Writes the header; what is written into the stream follows it, compressed and encrypted. */
    DataOutputStream sealing(OutputStream target, SessionId session, @Nullable TenantId tenant, ManifestKey generation)
            throws IOException, KeyUnavailable {
        byte[] secret = new byte[DataKey.BYTES];
        RANDOM.nextBytes(secret);
        byte[] start = start(session, generation);
        Wrapped wrapped = masterKeys.wrap(secret, Binding.archiveKey(tenant, session, start));
        byte[] wrap = WrapFormat.write(new Wrap(tenant, wrapped));
        byte[] header = header(start, wrap);
        target.write(header);
        var key = new DataKey(new DataKeyId(generation), tenant, secret);
        return new DataOutputStream(new ZstdOutputStreamNoFinalizer(
                key.encrypting(target, Binding.archive(key.binding(), session, header)), LEVEL));
    }

    private static byte[] start(SessionId session, ManifestKey generation) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        byte[] id = session.value().getBytes(US_ASCII);
        out.write(MAGIC);
        out.writeByte(VERSION);
        out.writeByte(id.length);
        out.write(id);
        out.writeInt(generation.epoch().value());
        out.writeInt(generation.generation());
        return bytes.toByteArray();
    }

    private static byte[] header(byte[] start, byte[] wrap) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.write(start);
        out.writeShort(wrap.length);
        out.write(wrap);
        return bytes.toByteArray();
    }

    // ---- reading ----

    /**
     * Reads and verifies all of it.
     *
     * @param scratch where room is asked for before anything is written
     * @param directory of {@code scratch}, empty; only believable where no exception was thrown
     * @throws ProfileDamaged where it is no archive, not whole or not authentic
     * @throws ProfileTooNew where something newer wrote it
     * @throws ProfileRefused where it is another session's, or there is no room for it
     * @throws IOException where the disk is to blame
     */
    Content read(Path archive, SessionId session, Scratch scratch, Path directory)
            throws IOException, ProfileDamaged, ProfileTooNew, ProfileRefused, KeyUnavailable {
        try (var disk = new DiskInput(new BufferedInputStream(Files.newInputStream(archive), BUFFER))) {
            Header header = header(disk, session);
            DataKey key = key(session, header);
            byte[] binding = Binding.archive(key.binding(), session, header.bytes());
            try (var in = new DataInputStream(
                    new Opened(disk, new ZstdInputStreamNoFinalizer(key.decrypting(disk, binding))))) {
                return content(in, header, scratch, directory);
            } catch (Unreadable | EOFException | UTFDataFormatException e) {
                throw new ProfileDamaged("the export was changed, or ends early");
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // is never compared
    private record Header(ManifestKey generation, byte[] start, Wrap key, byte[] bytes) {}

    private static Header header(DiskInput disk, SessionId session)
            throws IOException, ProfileDamaged, ProfileTooNew, ProfileRefused {
        var in = new DataInputStream(disk);
        try {
            if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC))
                throw new ProfileDamaged("it is no export of a profile");
            int version = in.readUnsignedByte();
            if (version > VERSION)
                throw new ProfileTooNew("the export has format " + version + ", known is up to " + VERSION);
            if (version == 0) throw new ProfileDamaged("the export has format 0, which never was");
            byte[] id = new byte[in.readUnsignedByte()];
            in.readFully(id);
            String name = new String(id, US_ASCII);
            if (!SessionId.isValid(name)) throw new ProfileDamaged("the export names no session");
            if (!name.equals(session.value()))
                throw new ProfileRefused("it is an export of session " + name + ", and opens for no other");
            int epoch = in.readInt();
            int generation = in.readInt();
            if (epoch < 0 || generation < 1) throw new ProfileDamaged("the export names no generation");
            byte[] wrap = new byte[in.readUnsignedShort()];
            in.readFully(wrap);
            var key = new ManifestKey(new Epoch(epoch), generation);
            byte[] start = start(session, key);
            return new Header(key, start, WrapFormat.read(wrap, "the export's key"), header(start, wrap));
        } catch (EOFException e) {
            throw new ProfileDamaged("the export ends early");
        }
    }

    private DataKey key(SessionId session, Header header) throws KeyUnavailable, ProfileDamaged {
        byte[] secret = masterKeys
                .unwrap(header.key().wrapped(), Binding.archiveKey(header.key().tenant(), session, header.start()))
                .filter(bytes -> bytes.length == DataKey.BYTES)
                .orElseThrow(() -> new ProfileDamaged("the export's key was not wrapped as that by master key "
                        + header.key().wrapped().masterKey()));
        return new DataKey(new DataKeyId(header.generation()), header.key().tenant(), secret);
    }

    private static Content content(DataInputStream in, Header header, Scratch scratch, Path directory)
            throws IOException, ProfileDamaged, ProfileRefused {
        long done = in.readLong();
        var metadata = new Profiles.Metadata(done, in.readUTF(), in.readUTF());
        List<Line> lines = table(in);
        long bytes = lines.stream().mapToLong(Line::size).sum();
        scratch.require(bytes);
        for (Line line : lines) {
            extract(in, line, directory);
        }
        if (in.readLong() != END || in.read() >= 0) throw new ProfileDamaged("the export does not end where it should");
        return new Content(header.key().tenant(), header.generation(), metadata, lines.size(), bytes);
    }

    private static List<Line> table(DataInputStream in) throws IOException, ProfileDamaged {
        int count = in.readInt();
        if (count < 0 || count > FileTable.MAX_FILES)
            throw new ProfileDamaged("the export: " + count + " files are more than " + FileTable.MAX_FILES);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(new Line(in.readUTF(), in.readLong()));
        }
        FileTable.verify("the export", lines);
        return lines;
    }

    private static void extract(DataInputStream in, Line line, Path directory) throws IOException, ProfileDamaged {
        Path target;
        try {
            target = directory.resolve(line.path());
        } catch (InvalidPathException e) {
            throw new ProfileDamaged("this system has no such path: " + line.path());
        }
        Directories.createParentOf(target);
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out =
                Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long left = line.size(); left > 0; ) {
                int next = (int) Math.min(left, buffer.length);
                in.readFully(buffer, 0, next);
                out.write(buffer, 0, next);
                left -= next;
            }
        }
    }

    /** What comes out of decryption and unpacking. A tag that does not fit and a stream that ends early are damage; a disk that fails is none. */
    private static final class Opened extends FilterInputStream {
        private final DiskInput disk;

        Opened(DiskInput disk, InputStream in) {
            super(in);
            this.disk = disk;
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        private Unreadable unreadable(IOException cause) throws IOException {
            disk.throwFailure();
            return new Unreadable(cause);
        }
    }

    private static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(IOException cause) {
            super(cause);
        }
    }
}
