package io.rookery.worker.profile;

import io.rookery.events.SessionId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.MasterKeys;
import io.rookery.store.MasterKeys.Wrapped;
import io.rookery.worker.profile.Manifest.StoredFile;
import io.rookery.worker.profile.WrapFormat.Wrap;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Manifests as bytes:
 *
 * <pre>
 * "RKMF"  format, 1 byte  "P"  the data key's epoch and generation, 4 bytes each  sealed JSON
 * "RKMF"  format, 1 byte  "D"  milliseconds since 1970, 8 bytes                   a seal of the master key, or nothing
 * </pre>
 *
 * The first is a profile, the second says that there is none. A reader takes its own format only, ignores fields of the JSON that it does not know, and believes nothing that the seal does not
 * confirm: what it is bound to ({@link Binding}) are the session, the manifest's key and everything in front of the seal.
 */
final class ManifestFormat {
    static final int VERSION = 2;
    private static final byte[] MAGIC = {'R', 'K', 'M', 'F'};
    private static final byte PROFILE = 'P';
    private static final byte DELETION = 'D';
    private static final int HEADER = MAGIC.length + 2 + Long.BYTES;

    /** What the master key seals of a deletion; all that matters is what that is bound to. */
    private static final byte[] DELETED = {DELETION};

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ManifestFormat() {}

    /**
     * The part that can be read without a key.
     *
     * @param dataKey null for a deletion
     * @param time of a deletion
     * @param bytes the part itself, to which the rest is bound
     * @param sealed the rest
     */
    @SuppressWarnings("ArrayRecordComponent") // is never compared
    record Header(@Nullable DataKeyId dataKey, Instant time, byte[] bytes, byte[] sealed) {}

    static Header header(ManifestKey key, byte[] content) throws ProfileDamaged, ProfileTooNew {
        String what = "manifest " + key.text();
        try {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            byte[] magic = new byte[MAGIC.length];
            buffer.get(magic);
            if (!Arrays.equals(magic, MAGIC)) throw new ProfileDamaged(what + " is not readable");
            int version = Byte.toUnsignedInt(buffer.get());
            if (version > VERSION) {
                throw new ProfileTooNew(what + " has format " + version + ", known is up to " + VERSION);
            }
            if (version < VERSION) throw new ProfileDamaged(what + " has format " + version + ", which never was");
            byte kind = buffer.get();
            long value = buffer.getLong();
            byte[] header = Arrays.copyOf(content, HEADER);
            byte[] sealed = Arrays.copyOfRange(content, HEADER, content.length);
            return switch (kind) {
                case PROFILE -> new Header(dataKey(what, value), Instant.EPOCH, header, sealed);
                case DELETION -> new Header(null, Instant.ofEpochMilli(value), header, sealed);
                default -> throw new ProfileDamaged(what + " is neither a profile nor a deletion");
            };
        } catch (BufferUnderflowException e) {
            throw new ProfileDamaged(what + " is not readable, it ends early");
        }
    }

    private static DataKeyId dataKey(String what, long value) throws ProfileDamaged {
        return ManifestKey.parse("%010d-%010d".formatted(value >>> 32, value & 0xffff_ffffL))
                .map(DataKeyId::new)
                .orElseThrow(() -> new ProfileDamaged(what + " names no data key"));
    }

    private static byte[] header(byte kind, long value) {
        return ByteBuffer.allocate(HEADER)
                .put(MAGIC)
                .put((byte) VERSION)
                .put(kind)
                .putLong(value)
                .array();
    }

    // ---- a profile ----

    /** @param dataKey the manifest's */
    static byte[] write(SessionId session, Manifest manifest, DataKey dataKey) {
        ManifestKey madeFor = dataKey.id().madeFor();
        byte[] header = header(PROFILE, ((long) madeFor.epoch().value()) << 32 | madeFor.generation());
        return joined(
                header,
                dataKey.seal(json(manifest), Binding.manifest(dataKey.binding(), session, manifest.key(), header)));
    }

    static Manifest read(SessionId session, ManifestKey key, Header header, DataKey dataKey) throws ProfileDamaged {
        byte[] json = dataKey.open(header.sealed(), Binding.manifest(dataKey.binding(), session, key, header.bytes()))
                .orElseThrow(() ->
                        new ProfileDamaged("manifest " + key.text() + " was changed, or is that of something else"));
        return parsed(key, dataKey.id(), json);
    }

    static byte[] json(Manifest manifest) {
        return JSON.writeValueAsBytes(new Document(
                manifest.time().toString(),
                manifest.metadata().done(),
                manifest.metadata().browserVersion(),
                manifest.metadata().whatsappVersion(),
                manifest.files().stream()
                        .map(file -> new Line(
                                file.path(),
                                file.size(),
                                file.hash(),
                                file.object().writtenBy().text()))
                        .toList()));
    }

    private static Manifest parsed(ManifestKey key, DataKeyId dataKey, byte[] json) throws ProfileDamaged {
        Document document;
        try {
            document = JSON.readValue(json, Document.class);
        } catch (JacksonException e) {
            throw new ProfileDamaged("manifest " + key.text() + " is not readable");
        }
        if (document == null) throw new ProfileDamaged("manifest " + key.text() + " is empty");
        return new Manifest(key, dataKey, time(key, document.time()), metadata(document), files(key, document));
    }

    private static Profiles.Metadata metadata(Document document) {
        return new Profiles.Metadata(
                document.done(), orEmpty(document.browserVersion()), orEmpty(document.whatsappVersion()));
    }

    private static List<StoredFile> files(ManifestKey key, Document document) throws ProfileDamaged {
        List<StoredFile> files = new ArrayList<>();
        for (Line line : document.files() == null ? List.<Line>of() : document.files()) {
            String path = line.path();
            ManifestKey writtenBy = ManifestKey.parse(orEmpty(line.writtenBy())).orElse(null);
            if (path == null || writtenBy == null || !ObjectName.isHash(orEmpty(line.hash()))) {
                throw new ProfileDamaged("manifest " + key.text() + " has an incomplete line");
            }
            files.add(new StoredFile(path, line.size(), new ObjectName(orEmpty(line.hash()), writtenBy)));
        }
        return files;
    }

    private static Instant time(ManifestKey key, @Nullable String text) throws ProfileDamaged {
        try {
            return Instant.parse(orEmpty(text));
        } catch (DateTimeException e) {
            throw new ProfileDamaged("manifest " + key.text() + " has no time");
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    // ---- a deletion ----

    /** Without a seal where the master key can't be had: a deletion is possible always. */
    static byte[] writeDeletion(SessionId session, ManifestKey key, Instant time, MasterKeys masterKeys) {
        byte[] header = header(DELETION, time.toEpochMilli());
        try {
            Wrapped seal = masterKeys.wrap(DELETED, Binding.deletion(session, key, header));
            return joined(header, WrapFormat.write(new Wrap(null, seal)));
        } catch (KeyUnavailable e) {
            return header;
        }
    }

    /**
     * Whether somebody who had the master key wrote it.
     *
     * @throws KeyUnavailable where that can't be told
     */
    static boolean isSealed(SessionId session, ManifestKey key, Header deletion, MasterKeys masterKeys)
            throws KeyUnavailable {
        if (deletion.sealed().length == 0) return false;
        try {
            Wrapped seal = WrapFormat.read(deletion.sealed(), "seal").wrapped();
            Optional<byte[]> opened = masterKeys.unwrap(seal, Binding.deletion(session, key, deletion.bytes()));
            return opened.filter(text -> Arrays.equals(text, DELETED)).isPresent();
        } catch (ProfileDamaged | ProfileTooNew e) {
            return false;
        }
    }

    private static byte[] joined(byte[] header, byte[] sealed) {
        return ByteBuffer.allocate(header.length + sealed.length)
                .put(header)
                .put(sealed)
                .array();
    }

    private record Document(
            @Nullable String time,
            long done,
            @Nullable String browserVersion,
            @Nullable String whatsappVersion,
            @Nullable List<Line> files) {}

    private record Line(
            @Nullable String path,
            long size,
            @Nullable String hash,
            @Nullable String writtenBy) {}
}
