package io.rookery.worker.app;

import io.rookery.events.SessionId;
import io.rookery.worker.lease.Amnesia;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseStoreUnavailable;
import io.rookery.worker.profile.LocalProfiles;
import io.rookery.worker.session.Placement;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a worker does first on a data directory that a dead process has left: its sessions come back at once, with the profiles on this disk, which are newer than any that is stored.
 *
 * <p>[guard-order] The lock on the directory proves that the predecessor is dead, and the browsers that still used the directory are killed before this is made. Only then are its leases ended.
 */
final class HomeComing {
    private static final Logger log = LoggerFactory.getLogger(HomeComing.class);

    private final Lives lives;
    private final LeaseStore leases;
    private final LocalProfiles profiles;
    private final Placement placement;
    private boolean done;

    HomeComing(Lives lives, LeaseStore leases, LocalProfiles profiles, Placement placement) throws IOException {
        this.lives = lives;
        this.leases = leases;
        this.profiles = profiles;
        this.placement = placement;
        if (lives.isSameBoot()) profiles.sweepUnfinished();
        else profiles.keepOnly(Set.of());
    }

    /** Until this is true nothing may be claimed. Blocks; one thread calls it. */
    boolean isDone() {
        if (!done) done = endLeases();
        return done;
    }

    private boolean endLeases() {
        try {
            Set<SessionId> home = new HashSet<>();
            for (Lives.Life life : lives.earlier()) home.addAll(leases.endLeases(life.worker(), life.incarnation()));
            profiles.keepOnly(home);
            lives.forgetEarlier();
            placement.comeHome(home);
            if (!home.isEmpty())
                log.atInfo().addKeyValue("sessions", home.size()).log("sessions of an earlier life come home");
            return true;
        } catch (LeaseStoreUnavailable | Amnesia e) {
            return false; // nobody claims anything meanwhile
        } catch (IOException e) {
            log.atWarn().setCause(e).log("the data directory was not put in order yet");
            return false;
        }
    }
}
