package io.rookery.worker.profile;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps profiles. Blocks; safe for use by many threads, one writer per session and epoch. */
public interface Profiles {

    /**
     * Restores the current profile into a fresh directory and verifies every file of it. Where it is damaged the generation before it is taken, and no older one.
     *
     * @param tenant whose session it is
     * @param directory does not exist yet, or is empty
     * @param warm an older copy on the same disk, whose files are taken instead of fetched where their size and checksum are right; null where there is none
     * @return what was restored; empty where the session has no profile, which is known only from a complete answer of the store. The directory exists afterwards in both
     *     cases; after an error it is empty or gone.
     * @throws ProfileDamaged where the profile is there but neither it nor its predecessor is whole
     * @throws ProfileOfAnotherTenant where it is another tenant's
     * @throws ProfileTooNew where it is whole but written by something newer than what runs here
     * @throws KeyUnavailable where it can't be opened because a key is missing here
     */
    Optional<Restored> restore(SessionId session, TenantId tenant, Path directory, @Nullable Path warm)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable, IOException;

    /** Without a warm copy. */
    default Optional<Restored> restore(SessionId session, TenantId tenant, Path directory)
            throws StoreUnavailable, ProfileDamaged, ProfileTooNew, KeyUnavailable, IOException {
        return restore(session, tenant, directory, null);
    }

    /**
     * Copies what login needs out of a profile directory whose browser is closed or frozen. Quick (links or copies), no network.
     *
     * @param staging a directory that is created; {@link #store} takes it from there and removes it. Best on the same file system as the profile.
     */
    void copy(Path directory, Path staging) throws IOException;

    /**
     * Compresses, encrypts and uploads a copy as the next generation: files first, the manifest last. The staging directory is gone afterwards, whatever happens.
     *
     * @param tenant whose session it is; nothing is stored where what is stored of it is another tenant's, which is a {@link KeyUnavailable}
     * @return the generation; empty where no file has changed since the last one of this epoch
     * @throws IOException where the copy can't be read, or holds nothing
     * @throws KeyUnavailable where the session's key can't be used; nothing is stored then
     */
    Optional<Generation> store(SessionId session, TenantId tenant, Epoch epoch, Path staging, Metadata metadata)
            throws StoreUnavailable, KeyUnavailable, IOException;

    /**
     * Removes keys, files and manifests, never the epochs, as the owner of that epoch. Needs no key: it works where they are lost, too. From the first write on the session has no profile, also where removing the rest fails;
     * a repeat removes what is left. Nothing that an owner of a higher epoch has stored is touched, and what one of a lower epoch may still store does not become current.
     */
    void delete(SessionId session, Epoch epoch) throws StoreUnavailable;

    /**
     * What was restored.
     *
     * @param damage what is wrong with the newest generation, of which this one is the predecessor; null where this is the newest
     */
    record Restored(Generation generation, @Nullable String damage) {}

    /**
     * One stored state of a profile.
     *
     * @param files how many, {@code bytes} how large, uncompressed
     */
    record Generation(Epoch epoch, int number, int files, long bytes) {}

    /**
     * What a manifest says beside its files.
     *
     * @param done the position up to which the session's commands are answered
     * @param browserVersion for example {@code 156.0.8078.79}; a browser of a lower major must not open it
     */
    record Metadata(long done, String browserVersion, String whatsappVersion) {}
}
