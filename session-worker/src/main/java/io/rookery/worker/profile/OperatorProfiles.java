package io.rookery.worker.profile;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.MasterKeys;
import io.rookery.store.ObjectStore;
import io.rookery.store.StoreUnavailable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an operator does with stored profiles. It never removes anything from the store: what a restored or imported generation supersedes is left to the worker's next checkpoints to collect.
 *
 * <p>Nothing here holds the session's lease, so the session must be closed. Where it is not, it shows: whatever is stored here is stored under an epoch of its own, as a worker's, and only
 * counts as done where nobody has taken a higher one meanwhile. Blocks; for one thread.
 */
public final class OperatorProfiles {
    private static final int EPOCH_TRIES = 5;

    private final EpochStore epochs;
    private final Manifests manifests;
    private final DataKeys dataKeys;
    private final Generations generations;
    private final Restore restore;
    private final Snapshot snapshot;
    private final ProfileArchive archives;
    private final Path temporary;

    /** @param temporary where directories with plain files are made, and removed again; exists */
    public OperatorProfiles(
            ObjectStore store, EpochStore epochs, MasterKeys masterKeys, InstantSource clock, Path temporary) {
        var transfers = new Transfers();
        this.epochs = epochs;
        this.manifests = new Manifests(store, masterKeys);
        this.dataKeys = new DataKeys(store, masterKeys);
        this.generations = new Generations(store, manifests, dataKeys);
        // No browser opens what is restored here, so none is too old for it.
        this.restore = new Restore(store, manifests, dataKeys, transfers, () -> "", bytes -> {});
        this.snapshot = new Snapshot(store, manifests, dataKeys, transfers, clock, bytes -> {}, bytes -> {});
        this.archives = new ProfileArchive(masterKeys);
        this.temporary = temporary;
    }

    /**
     * What was stored or exported.
     *
     * @param name {@code epoch-generation}
     * @param bytes of its {@code files}, uncompressed
     * @param passedOver newer generations that are damaged, and why
     */
    public record Done(String name, int files, long bytes, List<String> passedOver) {}

    /** @see Generations#list */
    public List<Generations.Listed> list(SessionId session) throws StoreUnavailable {
        return generations.list(session);
    }

    // ---- restore ----

    /**
     * Stores an older generation once more, as the first of the next epoch: it is the current one then.
     *
     * @param name {@code epoch-generation}
     * @throws ProfileRefused where there is none of this name, it is current already, the profile was deleted after it, or the session runs
     */
    public Done restore(SessionId session, String name)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable, ProfileRefused, IOException {
        List<ManifestKey> keys = manifests.keys(session);
        ManifestKey wanted = Generations.parse(name)
                .filter(keys::contains)
                .orElseThrow(() -> new ProfileRefused("session " + session + " has no generation " + name));
        for (ManifestKey newer : keys.subList(0, keys.indexOf(wanted))) {
            if (restore.saysDeleted(session, newer))
                throw new ProfileRefused("the profile was deleted after generation " + name
                        + ", and what was deleted does not come back");
        }
        Restore.Current generation = restore.open(session, null, wanted)
                .orElseThrow(() -> new ProfileRefused("generation " + name + " is a deletion"));
        if (wanted.equals(keys.getFirst())) throw new ProfileRefused("generation " + name + " is the current one");
        try (var scratch = new Scratch(temporary)) {
            Path profile = fetched(session, generation, scratch, "profile");
            Manifest manifest = generation.manifest();
            return stored(session, generation.dataKey().tenant(), Epoch.NONE, profile, scratch, manifest.metadata());
        }
    }

    private Path fetched(SessionId session, Restore.Current generation, Scratch scratch, String name)
            throws StoreUnavailable, ProfileDamaged, ProfileRefused, IOException {
        scratch.require(generation.manifest().bytes());
        Path profile = scratch.directory(name);
        try {
            restore.files(session, generation, profile, scratch.directory(name + ".incoming"), null);
            return profile;
        } catch (ProfileDamaged e) {
            Directories.deleteAfter(e, profile); // the next one needs the room
            throw e;
        }
    }

    // ---- export ----

    /**
     * Writes the newest whole generation into an archive, for its owner only.
     *
     * @throws FileAlreadyExistsException where the file is there; it stays as it is
     * @throws ProfileRefused where the session has no profile
     */
    public Done export(SessionId session, Path file)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable, ProfileRefused, IOException {
        if (Files.exists(file)) throw new FileAlreadyExistsException(file.toString()); // before the long work
        try (var scratch = new Scratch(temporary)) {
            List<String> passedOver = new ArrayList<>();
            for (ManifestKey key : manifests.keys(session)) {
                Optional<Whole> whole = whole(session, key, scratch, passedOver);
                if (whole.isEmpty()) continue;
                Manifest manifest = whole.get().manifest();
                write(file, session, whole.get());
                return new Done(Generations.name(key), manifest.files().size(), manifest.bytes(), passedOver);
            }
            if (passedOver.isEmpty()) throw new ProfileRefused("session " + session + " has no profile");
            throw new ProfileDamaged("no generation is whole: " + String.join("; ", passedOver));
        }
    }

    private record Whole(Manifest manifest, @Nullable TenantId tenant, Path profile) {}

    /** Empty where it is damaged, which is noted. A deletion ends the search: what is below it is no profile any more. */
    private Optional<Whole> whole(SessionId session, ManifestKey key, Scratch scratch, List<String> passedOver)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable, ProfileRefused, IOException {
        try {
            Restore.Current generation = restore.open(session, null, key)
                    .orElseThrow(() -> new ProfileRefused("session " + session + " has no profile, it was deleted"));
            Path profile = fetched(session, generation, scratch, key.text());
            return Optional.of(
                    new Whole(generation.manifest(), generation.dataKey().tenant(), profile));
        } catch (ProfileDamaged e) {
            if (restore.saysDeleted(session, key)) throw e;
            passedOver.add(Generations.name(key) + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private void write(Path file, SessionId session, Whole whole) throws IOException, KeyUnavailable {
        // Refused where somebody else has made it meanwhile.
        FileChannel created = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownersOnly(file));
        created.close();
        try {
            try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
                Manifest manifest = whole.manifest();
                archives.write(out, session, whole.tenant(), manifest.key(), manifest.metadata(), whole.profile());
            }
            try (FileChannel complete = FileChannel.open(file, StandardOpenOption.WRITE)) {
                complete.force(true); // soon the store may be gone, and this be all there is
            }
        } catch (IOException | KeyUnavailable | RuntimeException e) {
            Directories.deleteAfter(e, file);
            throw e;
        }
    }

    private static FileAttribute<?>[] ownersOnly(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    // ---- import ----

    /**
     * Stores what an archive holds as the first generation of the next epoch, which is above the one that it was exported under. All of it is verified before anything is written into the store.
     *
     * @param replace whether a profile that the session has may be superseded
     * @throws ProfileRefused where it has one and {@code replace} is false or that is another tenant's, the archive is another session's, or the session runs
     * @throws ProfileDamaged where the archive is not whole or not authentic
     * @throws ProfileTooNew where something newer wrote it
     */
    public Done importFrom(SessionId session, Path file, boolean replace)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable, ProfileRefused, IOException {
        List<ManifestKey> keys = manifests.keys(session);
        if (!replace && !keys.isEmpty() && !restore.saysDeleted(session, keys.getFirst()))
            throw new ProfileRefused("session " + session + " has a profile; --replace supersedes it");
        try (var scratch = new Scratch(temporary)) {
            Path profile = scratch.directory("profile");
            ProfileArchive.Content content = archives.read(file, session, scratch, profile);
            return stored(
                    session, content.tenant(), content.generation().epoch(), profile, scratch, content.metadata());
        }
    }

    // ---- both ----

    /**
     * @param tenant whose it is; null where that is not known
     * @param above the epoch to take is above it, too
     */
    private Done stored(
            SessionId session,
            @Nullable TenantId tenant,
            Epoch above,
            Path profile,
            Scratch scratch,
            Profiles.Metadata metadata)
            throws StoreUnavailable, KeyUnavailable, ProfileRefused, IOException {
        Epoch epoch = takeEpoch(session, Epoch.max(above, newest(session, tenant)));
        Manifest manifest = snapshot
                // Anew: what is stored may be what the operator wants to get away from.
                .store(session, tenant, epoch, profile, scratch.directory("packing"), metadata, true)
                .orElseThrow(() -> new IllegalStateException("an epoch begins with a generation"))
                .manifest();
        if (epoch.isBelow(epochs.highest(session)))
            throw new ProfileRefused("session " + session
                    + " was started meanwhile, and may go on with the profile from before: close it, and try again");
        return new Done(Generations.name(manifest.key()), manifest.files().size(), manifest.bytes(), List.of());
    }

    /** The epoch of the newest manifest. Looks whether the key that the next one needs is there: without it nothing is begun, and no epoch is taken. */
    private Epoch newest(SessionId session, @Nullable TenantId tenant)
            throws StoreUnavailable, KeyUnavailable, ProfileRefused {
        List<ManifestKey> keys = manifests.keys(session);
        if (keys.isEmpty()) return Epoch.NONE;
        ManifestKey newest = keys.getFirst();
        try {
            manifests.read(session, newest, dataKeys.of(session, tenant));
        } catch (ProfileOfAnotherTenant e) {
            throw new ProfileRefused(String.valueOf(e.getMessage()));
        } catch (ProfileDamaged | ProfileTooNew e) {
            return newest.epoch(); // it is superseded, whatever it is
        }
        return newest.epoch();
    }

    private Epoch takeEpoch(SessionId session, Epoch above) throws StoreUnavailable {
        for (int trial = 0; trial < EPOCH_TRIES; trial++) {
            Epoch next = Epoch.max(epochs.highest(session), above).next();
            if (epochs.create(session, next)) return next;
        }
        throw new StoreUnavailable("each next epoch was taken already");
    }
}
