package io.rookery.worker.session;

import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/**
 * Closes a linked session that nobody uses: by a command in the log, as anybody could give it, which names the time since when it was idle. So whatever is sent or comes in before the close is
 * carried out keeps the session open. When it was used last is counted with what it has sent, and so survives its owner.
 */
final class IdleWatch {
    /** Why a session is closed. */
    static final String IDLE = "IDLE";
    /** The code of a close or destroy that came too late. */
    static final String ACTIVE = "SESSION_ACTIVE";

    static final String SINCE = "the session was used since then";
    private static final URI SOURCE = URI.create("/worker");
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private final HostContext host;
    private final PageKeeper page;
    private int asked; // in this epoch
    private long askAt;

    IdleWatch(HostContext host, PageKeeper page) {
        this.host = host;
        this.page = page;
    }

    /** It is owned now. What is not known of its use counts from here. */
    void begin() {
        if (host.pacer.lastUse() == null) host.pacer.wasUsed(host.now().wall());
    }

    /** Called after every input of a session that takes commands. */
    void progress() {
        Duration after = host.settings.lifecycle().idleAfter();
        Instant last = host.pacer.lastUse();
        if (after.isZero() || last == null || !page.isLinked() || !host.reached(askAt)) return;
        Instant now = host.now().wall();
        if (now.isBefore(last.plus(after))) return;
        askAt = host.in(AGAIN); // it may get lost
        asked++;
        host.emit(new Effect.Submit(new CommandMessage(
                host.session,
                new CommandId("idle-%s-%d".formatted(host.epoch, asked)),
                SOURCE,
                now,
                now.plus(AGAIN),
                host.tenant,
                null,
                new Command.Close(null, last))));
    }
}
