package io.rookery.worker.profile.crash;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.TenantId;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.ObjectStore;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.tink.KeysetFile;
import io.rookery.store.tink.KeysetMasterKeys;
import io.rookery.worker.profile.LocalProfiles;
import io.rookery.worker.profile.Profiles;
import io.rookery.worker.profile.StoredEpochs;
import io.rookery.worker.profile.StoredProfiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * A worker that does one thing with a profile and dies at one step of it, as by kill -9: no finally block runs, no buffer is written. Without a step it names all that it passes.
 *
 * <pre>
 * Victim FOLDER DEED [STEP]
 * </pre>
 */
final class Victim {
    static final SessionId SESSION = new SessionId("alice");

    /** What it does. The profile to store is the one that is at home under epoch 2. */
    enum Deed {
        /** A checkpoint; the oldest generation is removed after it. */
        CHECKPOINT,
        /** The first checkpoint of a session. */
        FIRST_CHECKPOINT,
        /** The next owner's: an epoch, a restore, a checkpoint. */
        TAKE_OVER,
        DESTROY
    }

    private final Path folder;
    private final Consumer<String> steps;
    private final StoredEpochs epochs;
    private final StoredProfiles profiles;
    private final LocalProfiles local;

    Victim(Path folder, ObjectStore store, Consumer<String> steps) throws KeyUnavailable {
        this.folder = folder;
        this.steps = steps;
        this.epochs = new StoredEpochs(store);
        this.profiles = profiles(folder, store);
        this.local = new LocalProfiles(folder.resolve("worker"), Duration.ofHours(1));
    }

    static KeysetFile keyset(Path folder) {
        return new KeysetFile(folder.resolve("master-key.json"));
    }

    static StoredProfiles profiles(Path folder, ObjectStore store) throws KeyUnavailable {
        return new StoredProfiles(
                store,
                new StoredEpochs(store),
                KeysetMasterKeys.of(keyset(folder)),
                () -> "",
                InstantSource.fixed(Instant.EPOCH),
                new SimpleMeterRegistry());
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        String last = arguments.length > 2 ? arguments[2] : "";
        Consumer<String> steps = step -> {
            if (step.equals(last)) Runtime.getRuntime().halt(137);
            if (last.isEmpty()) System.out.println(step);
        };
        new Victim(folder, new SteppingObjectStore(new FolderObjectStore(folder), steps), steps)
                .does(Deed.valueOf(arguments[1]));
    }

    void does(Deed deed) throws Exception {
        switch (deed) {
            case CHECKPOINT, FIRST_CHECKPOINT -> checkpoint(new Epoch(2));
            case TAKE_OVER -> takeOver(new Epoch(3));
            case DESTROY -> destroy(new Epoch(2));
        }
    }

    private void takeOver(Epoch epoch) throws Exception {
        epochs.create(SESSION, epoch);
        Path fresh = local.fresh(SESSION, epoch);
        steps.accept("old profile removed");
        profiles.restore(SESSION, TenantId.DEFAULT, fresh);
        steps.accept("restored");
        Path profile = local.use(SESSION, epoch);
        steps.accept("in use");
        Files.writeString(profile.resolve(Contents.LOG), Contents.log("written by epoch " + epoch));
        checkpoint(epoch);
    }

    private void checkpoint(Epoch epoch) throws StoreUnavailable, KeyUnavailable, IOException {
        Path staging = local.staging(SESSION, epoch);
        steps.accept("room for the copy");
        profiles.copy(local.of(SESSION, epoch), staging);
        steps.accept("copied");
        profiles.store(SESSION, TenantId.DEFAULT, epoch, staging, new Profiles.Metadata(0, "", ""));
        steps.accept("stored");
    }

    private void destroy(Epoch epoch) throws StoreUnavailable, IOException {
        local.removeAll(SESSION);
        steps.accept("local profile removed");
        profiles.delete(SESSION, epoch);
        steps.accept("deleted");
    }
}
