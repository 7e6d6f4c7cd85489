package io.rookery.store.media;

import io.rookery.events.TenantId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.LargeObjects;
import io.rookery.store.MasterKeys;
import io.rookery.store.StoreUnavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of messages in the object store, as {@code media/{tenant}/{mediaId}}, encrypted before they leave this process: each under a data key of its own, which a master key wraps and which stands in
 * front of it ({@link MediaHeader}). Type and name of the file are sealed, too. What the store shows to whoever may read it: tenants, ids, sizes, times.
 *
 * <p>A file is made once and never changes: the same id is the same file. Only age removes it ({@link #removeOlderThan}). Blocks; safe for use by many threads; memory does not grow with the files.
 */
public final class MediaStore {
    private static final Logger log = LoggerFactory.getLogger(MediaStore.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String SEALED = ".sealed";
    private static final int BUFFER = 64 * 1024;

    private final LargeObjects objects;
    private final MasterKeys masterKeys;
    private final Path scratch;

    /** @param scratch exists, and is of this store alone; holds files while they are being put, encrypted */
    public MediaStore(LargeObjects objects, MasterKeys masterKeys, Path scratch) {
        this.objects = objects;
        this.masterKeys = masterKeys;
        this.scratch = scratch;
    }

    /** Removes what an earlier process has left in the scratch folder. To be called before any other method. */
    public void sweep() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(scratch, "*" + SEALED)) {
            for (Path file : left) Files.deleteIfExists(file);
        }
    }

    /**
     * Removes files that were stored longer ago than this, by the store's own clock. Needs no key. Safe while others do the same, and in pieces: what is left is removed the next time. Who reads such a file
     * meanwhile may find that it breaks off.
     *
     * @param most how many at most, above 0
     * @return how many; {@code most} where there may be more
     */
    public int removeOlderThan(Duration age, int most) throws StoreUnavailable {
        List<String> old = objects.olderThan(MediaName.PREFIX, age, most);
        for (String key : old) {
            // What else lies there is not Rookery's.
            if (MediaName.isKey(key)) objects.delete(key);
        }
        return old.size();
    }

    /** As {@link #put(TenantId, MediaId, InputStream, MediaInfo)}, with a file's content. */
    public boolean put(TenantId tenant, MediaId id, Path content, MediaInfo info)
            throws StoreUnavailable, KeyUnavailable, IOException {
        try (InputStream in = Files.newInputStream(content)) {
            return put(tenant, id, in, info);
        }
    }

    /**
     * Stores a file.
     *
     * @param content is read to its end, and not closed
     * @return false where there is one with this id already, which stays as it is; also where that came from an earlier try of the same call whose answer got lost
     * @throws StoreUnavailable where it may have been stored or not; it may be tried again with the same id
     * @throws IllegalArgumentException where the content has another size or another checksum than the info says; nothing is stored
     * @throws IOException where the content or the scratch folder can't be used; nothing is stored
     */
    public boolean put(TenantId tenant, MediaId id, InputStream content, MediaInfo info)
            throws StoreUnavailable, KeyUnavailable, IOException {
        var name = new MediaName(tenant, id);
        Path sealed = Files.createTempFile(scratch, "media", SEALED);
        try {
            seal(name, content, info, sealed);
            return objects.create(name.key(), sealed);
        } finally {
            discard(sealed);
        }
    }

    private void seal(MediaName name, InputStream content, MediaInfo info, Path target)
            throws KeyUnavailable, IOException {
        byte[] secret = new byte[MediaKey.BYTES];
        RANDOM.nextBytes(secret);
        var key = new MediaKey(secret);
        MasterKeys.Wrapped wrapped = masterKeys.wrap(secret, name.keyBinding());
        byte[] sealedInfo = key.seal(InfoFormat.write(info), name.infoBinding(MediaHeader.beforeInfo(wrapped)));
        byte[] header = new MediaHeader(wrapped, sealedInfo).bytes();
        var measured = new MeasuredInput(content);
        try (OutputStream out = Files.newOutputStream(target)) {
            out.write(header);
            try (OutputStream encrypted = key.encrypting(out, name.contentBinding(header))) {
                byte[] buffer = new byte[BUFFER];
                for (int read = measured.read(buffer); read >= 0; read = measured.read(buffer)) {
                    encrypted.write(buffer, 0, read);
                }
            }
        }
        if (measured.size() != info.size() || !measured.sha256().equals(info.sha256()))
            throw new IllegalArgumentException("the content has another size or checksum than its info says");
    }

    /** Whether there is one; not whether it is whole. */
    public boolean exists(TenantId tenant, MediaId id) throws StoreUnavailable {
        return objects.start(new MediaName(tenant, id).key(), 1).isPresent();
    }

    /** What is known of a file, empty where there is none. Its content is neither fetched nor checked. */
    public Optional<MediaInfo> info(TenantId tenant, MediaId id) throws StoreUnavailable, KeyUnavailable, MediaDamaged {
        var name = new MediaName(tenant, id);
        Optional<byte[]> start = objects.start(name.key(), MediaHeader.LONGEST);
        if (start.isEmpty()) return Optional.empty();
        return Optional.of(opened(name, new SourceInput(new ByteArrayInputStream(start.get())))
                .info());
    }

    /** Opens a file, empty where there is none. */
    public Optional<MediaFile> open(TenantId tenant, MediaId id) throws StoreUnavailable, KeyUnavailable, MediaDamaged {
        var name = new MediaName(tenant, id);
        Optional<InputStream> content = objects.open(name.key());
        if (content.isEmpty()) return Optional.empty();
        var source = new SourceInput(content.get());
        boolean opened = false;
        try {
            Opened file = opened(name, source);
            var stream = file.key().decrypting(source, name.contentBinding(file.header()));
            opened = true;
            return Optional.of(new MediaFile(name, file.info(), source, stream));
        } catch (IOException e) {
            source.throwFailure(name);
            throw new MediaDamaged(name + " can't be decrypted");
        } finally {
            if (!opened) close(source);
        }
    }

    /**
     * Writes a whole file to the disk, where it replaces what is there.
     *
     * @return what is known of it; empty where there is none, then nothing is written
     * @throws IOException where the target can't be written; as after every error nothing is left of it
     */
    public Optional<MediaInfo> get(TenantId tenant, MediaId id, Path target)
            throws StoreUnavailable, KeyUnavailable, MediaDamaged, IOException {
        Optional<MediaFile> found = open(tenant, id);
        if (found.isEmpty()) return Optional.empty();
        boolean whole = false;
        try (MediaFile file = found.get();
                OutputStream out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
                out.write(buffer, 0, read);
            }
            whole = true;
            return Optional.of(file.info());
        } finally {
            if (!whole) discard(target);
        }
    }

    private record Opened(
            MediaKey key,
            MediaInfo info,
            @SuppressWarnings("ArrayRecordComponent") byte[] header) {}

    private Opened opened(MediaName name, SourceInput source) throws StoreUnavailable, KeyUnavailable, MediaDamaged {
        MediaHeader header = header(name, source);
        byte[] secret = masterKeys
                .unwrap(header.key(), name.keyBinding())
                .filter(it -> it.length == MediaKey.BYTES)
                .orElseThrow(() ->
                        new MediaDamaged(name + " has a data key that was not wrapped as this one's by master key "
                                + header.key().masterKey()));
        var key = new MediaKey(secret);
        byte[] info = key.open(header.info(), name.infoBinding(MediaHeader.beforeInfo(header.key())))
                .orElseThrow(() -> new MediaDamaged(name + " has a header that can't be decrypted"));
        return new Opened(key, InfoFormat.read(info), header.bytes());
    }

    private static MediaHeader header(MediaName name, SourceInput source) throws StoreUnavailable, MediaDamaged {
        try {
            return MediaHeader.read(source);
        } catch (MediaDamaged e) {
            throw new MediaDamaged(name + " " + e.getMessage());
        } catch (IOException e) {
            throw new StoreUnavailable("get " + name + ": " + e.getMessage(), e);
        }
    }

    private static void close(InputStream source) {
        try {
            source.close();
        } catch (IOException e) {
            log.atDebug().setCause(e).log("an answer of the store was not closed");
        }
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.atWarn().setCause(e).addKeyValue("file", file).log("a temporary file could not be removed");
        }
    }
}
