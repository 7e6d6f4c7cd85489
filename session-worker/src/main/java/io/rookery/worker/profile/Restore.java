package io.rookery.worker.profile;

import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.ObjectStore;
import io.rookery.store.StoreUnavailable;
import io.rookery.worker.profile.Manifest.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Brings the current generation of a profile into a directory, and believes nothing before it has been checked. */
final class Restore {
    private static final Pattern MAJOR = Pattern.compile("^\\D*(\\d{1,6})(\\.|$)");

    private final ObjectStore store;
    private final Manifests manifests;
    private final DataKeys dataKeys;
    private final Transfers transfers;
    private final Supplier<String> browserVersion;
    private final LongConsumer bytesFetched;

    Restore(
            ObjectStore store,
            Manifests manifests,
            DataKeys dataKeys,
            Transfers transfers,
            Supplier<String> browserVersion,
            LongConsumer bytesFetched) {
        this.store = store;
        this.manifests = manifests;
        this.dataKeys = dataKeys;
        this.transfers = transfers;
        this.browserVersion = browserVersion;
        this.bytesFetched = bytesFetched;
    }

    /**
     * A profile that can be restored.
     *
     * @param dataKey opens its files
     */
    record Current(Manifest manifest, DataKey dataKey) {}

    /** The generations that a restore may take, the current one first: it, and the one before it. Empty where nothing was ever stored. */
    List<ManifestKey> candidates(SessionId session) throws StoreUnavailable {
        return manifests.keys(session).stream().limit(2).toList();
    }

    /**
     * One of them, checked; empty where it says that the session has no profile.
     *
     * @param tenant whose session it is; null for whoever's
     */
    Optional<Current> open(SessionId session, @Nullable TenantId tenant, ManifestKey key)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable {
        DataKeys.OfSession sessionKeys = dataKeys.of(session, tenant);
        Manifest manifest = manifests.readConfirmed(session, key, sessionKeys);
        DataKeyId dataKey = manifest.dataKey();
        if (dataKey == null) return Optional.empty();
        manifest.verifyFiles();
        String wrote = manifest.metadata().browserVersion();
        String runs = browserVersion.get();
        Optional<Integer> here = major(runs);
        if (here.isPresent() && major(wrote).orElse(0) > here.get()) {
            throw new ProfileTooNew("the profile was written by browser " + wrote + ", here runs " + runs);
        }
        return Optional.of(new Current(manifest, sessionKeys.open(dataKey)));
    }

    /** A deletion is never passed over, also not one that nobody confirms: what was deleted must not come back. */
    boolean saysDeleted(SessionId session, ManifestKey key) throws StoreUnavailable {
        try {
            return manifests.isDeletion(session, key);
        } catch (ProfileDamaged | ProfileTooNew e) {
            return false;
        }
    }

    /**
     * @param directory exists and is empty
     * @param incoming an empty directory for encrypted files
     * @param warm where files may be that need not be fetched; null where nowhere
     */
    void files(SessionId session, Current profile, Path directory, Path incoming, @Nullable Path warm)
            throws StoreUnavailable, ProfileDamaged, IOException {
        List<StoredFile> files = profile.manifest().files();
        var damage = new AtomicReference<ProfileDamaged>();
        List<Integer> indexes = IntStream.range(0, files.size()).boxed().toList();
        transfers.each(indexes, IOException.class, index -> {
            if (damage.get() != null) return;
            try {
                StoredFile file = files.get(index);
                Path target = directory.resolve(file.path());
                if (!target.normalize().startsWith(directory.normalize())) {
                    throw new ProfileDamaged("path leaves the profile: " + file.path());
                }
                Directories.createParentOf(target);
                if (warm != null && take(warm.resolve(file.path()), file, target, profile.dataKey())) return;
                fetch(session, profile.dataKey(), file, target, incoming.resolve(index.toString()));
            } catch (ProfileDamaged e) {
                damage.compareAndSet(null, e);
            }
        });
        ProfileDamaged found = damage.get();
        if (found != null) throw found;
    }

    /** The copy is checked, and not the original: nobody knows who else looks at that. */
    private static boolean take(Path warm, StoredFile file, Path target, DataKey dataKey) {
        try {
            if (!Files.isRegularFile(warm, LinkOption.NOFOLLOW_LINKS) || Files.size(warm) != file.size()) return false;
            ProfileFiles.linkOrCopy(warm, target);
            if (FilePacking.hash(target, dataKey).equals(file.hash())) return true;
            Files.delete(target);
            return false;
        } catch (IOException e) {
            return false; // the store has it, and says so if the disk does not take it
        }
    }

    private void fetch(SessionId session, DataKey dataKey, StoredFile file, Path target, Path packed)
            throws StoreUnavailable, ProfileDamaged, IOException {
        Files.deleteIfExists(target); // half a copy
        if (!store.get(new Layout(session).file(file.object()), packed)) {
            throw new ProfileDamaged("file is missing in the store: " + file.path());
        }
        bytesFetched.accept(Files.size(packed));
        FilePacking.unpack(packed, file, target, dataKey, session);
        Files.delete(packed);
    }

    private static Optional<Integer> major(String version) {
        Matcher matcher = MAJOR.matcher(version);
        return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }
}
