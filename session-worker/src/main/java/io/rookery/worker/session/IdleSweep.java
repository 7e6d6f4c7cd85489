package io.rookery.worker.session;

import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import io.rookery.events.SessionId;
import io.rookery.worker.command.CommandWriter;
import io.rookery.worker.event.EventLogUnavailable;
import io.rookery.worker.lease.Amnesia;
import io.rookery.worker.lease.LeaseStore;
import io.rookery.worker.lease.LeaseStoreUnavailable;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Destroys what was closed because nobody used it, and has been for long: by commands in the log, each of which names the time of the close, so a session that was used since is left alone. All workers
 * look, and write the same commands; the first one of an id counts.
 */
public final class IdleSweep {
    private static final Logger log = LoggerFactory.getLogger(IdleSweep.class);
    private static final URI SOURCE = URI.create("/worker");
    private static final int PAGE = 500;
    private static final Duration PATIENCE = Duration.ofDays(1);

    private final LeaseStore leases;
    private final CommandWriter writer;
    private final InstantSource clock;
    private final Duration after;

    /** @param after how long a session is closed before it is destroyed; zero: none ever is */
    public IdleSweep(LeaseStore leases, CommandWriter writer, InstantSource clock, Duration after) {
        this.leases = leases;
        this.writer = writer;
        this.clock = clock;
        this.after = after;
    }

    /** How long to wait between two looks. */
    public Duration pause() {
        Duration tenth = after.dividedBy(10);
        if (after.isZero() || tenth.compareTo(Duration.ofHours(1)) > 0) return Duration.ofHours(1);
        return tenth.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : tenth;
    }

    /** Looks at all sessions. Blocks; one thread calls it. */
    public void look() {
        if (after.isZero()) return;
        try {
            @Nullable SessionId place = null;
            do {
                LeaseStore.ClosedPage page = leases.closed(IdleWatch.IDLE, after, place, PAGE);
                for (LeaseStore.Closed session : page.sessions()) destroy(session);
                place = page.next();
            } while (place != null);
        } catch (LeaseStoreUnavailable | Amnesia | EventLogUnavailable e) {
            log.atWarn().addKeyValue("cause", e.getMessage()).log("idle sessions are not destroyed now");
        }
    }

    private void destroy(LeaseStore.Closed session) throws EventLogUnavailable {
        var now = clock.instant();
        writer.append(new CommandMessage(
                session.session(),
                new CommandId("idle-destroy-" + session.since().toEpochMilli()),
                SOURCE,
                now,
                now.plus(PATIENCE),
                session.tenant(),
                null,
                new Command.Destroy(session.since())));
        log.atInfo().addKeyValue("sessionId", session.session()).log("an idle session is destroyed");
    }
}
