package io.rookery.worker.session;

import io.rookery.worker.session.Input.RestoreResult;
import java.time.Duration;

/** What is known of the session's profile on this disk: whether it is there, has credentials, may be stored, and when it is stored next while its page is open. */
final class ProfileKeeper {
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final HostContext host;
    private boolean restored; // the directory is there
    private boolean linked; // it has credentials
    private boolean home = true; // what a dead process of this worker has left may be taken
    private boolean atHome; // it was
    private boolean unstored; // it may differ from what is stored
    private boolean broken; // it must not be stored, and not be opened again
    private boolean purge;
    private boolean checkpointing;
    private int checkpoints;
    private long checkpointAt = Long.MAX_VALUE;

    ProfileKeeper(HostContext host) {
        this.host = host;
    }

    // ---- what others want ----

    /** The session was started: what is broken is restored once more. */
    void started() {
        if (broken) restored = false;
    }

    /** The credentials are worthless: nothing is stored any more. */
    void abandon() {
        broken = true;
        unstored = false;
    }

    /** Delete the credentials, here and in the store. */
    void purge() {
        purge = true;
    }

    // ---- what others ask ----

    boolean isRestored() {
        return restored;
    }

    boolean isLinked() {
        return linked;
    }

    boolean isToBePurged() {
        return purge;
    }

    boolean isToBeStored() {
        return unstored && linked && !broken;
    }

    boolean isCheckpointing() {
        return checkpointing;
    }

    /** What had to be stored or deleted is. */
    boolean isSettled() {
        return !purge && !checkpointing && !isToBeStored();
    }

    Effect.Restore restore() {
        return new Effect.Restore(host.tenant, home);
    }

    /** Stores it from under its open page, where that is due. @param done the position that it belongs to */
    void checkpoint(long done) {
        if (!linked || broken || checkpointing || !host.reached(checkpointAt) || !host.sure()) return;
        checkpointing = true;
        host.emit(new Effect.Checkpoint(host.tenant, done));
    }

    // ---- what happens ----

    void restored(RestoreResult.Ready done) {
        restored = true;
        broken = false;
        linked = done.linked();
        home = false; // from now on what lies here may be ours
        atHome = done.home() != null;
    }

    void linked() {
        linked = true;
    }

    void pageIsReady() {
        linked = true;
        if (checkpointAt == Long.MAX_VALUE) checkpointAt = host.in(host.settings.firstCheckpoint());
    }

    void pageIsGone() {
        if (linked && !broken) unstored = true;
    }

    /** Of a page that is closed. */
    void stored() {
        unstored = false;
    }

    void checkpointed(boolean done) {
        checkpointing = false;
        checkpointAt = done ? host.inAbout(host.settings.checkpoint(), ++checkpoints) : host.in(RETRY);
    }

    void purged() {
        purge = false;
        restored = false;
        linked = false;
        unstored = false;
        home = false;
    }

    /** The page can't use it. @return whether there is a better one: a crash may leave half a login here, the last one that was stored is whole */
    boolean unusable() {
        unstored = false;
        if (atHome) {
            atHome = false;
            linked = false;
            restored = false;
            return true;
        }
        broken = true;
        return false;
    }
}
