package io.rookery.worker.profile;

import io.rookery.events.SessionId;
import io.rookery.worker.profile.Manifest.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Brings the current generation of a profile into a directory, and believes nothing before it has been checked. */
final class Restore {
    private static final Pattern MAJOR = Pattern.compile("^\\D*(\\d{1,6})(\\.|$)");

    private final ObjectStore store;
    private final Manifests manifests;
    private final DataKeys dataKeys;
    private final Transfers transfers;
    private final Supplier<String> browserVersion;

    Restore(
            ObjectStore store,
            Manifests manifests,
            DataKeys dataKeys,
            Transfers transfers,
            Supplier<String> browserVersion) {
        this.store = store;
        this.manifests = manifests;
        this.dataKeys = dataKeys;
        this.transfers = transfers;
        this.browserVersion = browserVersion;
    }

    /**
     * A profile that can be restored.
     *
     * @param dataKey opens its files
     */
    record Current(Manifest manifest, DataKey dataKey) {}

    /** The current manifest, checked; empty where the session has no profile. */
    Optional<Current> current(SessionId session)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable {
        List<ManifestKey> keys = manifests.keys(session);
        if (keys.isEmpty()) return Optional.empty();
        DataKeys.OfSession sessionKeys = dataKeys.of(session);
        Manifest manifest = manifests.readConfirmed(session, keys.getFirst(), sessionKeys);
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

    /**
     * @param directory exists and is empty
     * @param incoming an empty directory for encrypted files
     */
    void files(SessionId session, Current profile, Path directory, Path incoming)
            throws StoreUnavailable, ProfileDamaged, IOException {
        List<StoredFile> files = profile.manifest().files();
        var damage = new AtomicReference<ProfileDamaged>();
        List<Integer> indexes = IntStream.range(0, files.size()).boxed().toList();
        transfers.each(indexes, IOException.class, index -> {
            if (damage.get() != null) return;
            try {
                one(session, profile.dataKey(), files.get(index), directory, incoming.resolve(index.toString()));
            } catch (ProfileDamaged e) {
                damage.compareAndSet(null, e);
            }
        });
        ProfileDamaged found = damage.get();
        if (found != null) throw found;
    }

    private void one(SessionId session, DataKey dataKey, StoredFile file, Path directory, Path packed)
            throws StoreUnavailable, ProfileDamaged, IOException {
        if (!store.get(new Layout(session).file(file.object()), packed)) {
            throw new ProfileDamaged("file is missing in the store: " + file.path());
        }
        Path target = directory.resolve(file.path());
        if (!target.normalize().startsWith(directory.normalize())) {
            throw new ProfileDamaged("path leaves the profile: " + file.path());
        }
        Directories.createParentOf(target);
        FilePacking.unpack(packed, file, target, dataKey, session);
        Files.delete(packed);
    }

    private static Optional<Integer> major(String version) {
        Matcher matcher = MAJOR.matcher(version);
        return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }
}
