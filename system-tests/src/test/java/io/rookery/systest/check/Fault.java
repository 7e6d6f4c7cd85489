package io.rookery.systest.check;

import java.time.Duration;
import java.util.Locale;

/**
 * Something that is done to a running cluster.
 *
 * @param length how long it lasts; zero where it is over at once
 */
public record Fault(Kind kind, Duration length) {

    /** What is hit, and how. */
    public enum Kind {
        /** SIGKILL of a worker, which is started again at home: on its data directory. */
        WORKER_KILL,
        /** SIGKILL of a worker and all that it had started; started again on an empty directory when others have its sessions. */
        HOST_LOST,
        /** SIGSTOP of a worker, not of its browsers, and SIGCONT later. */
        WORKER_PAUSE,
        /** SIGTERM of a worker, which is started again. */
        WORKER_DRAIN,
        /** SIGKILL of one browser of a worker. */
        BROWSER_KILL,
        GATEWAY_KILL,
        KAFKA_KILL,
        KAFKA_PAUSE,
        REDIS_KILL,
        /** SIGKILL; comes back without any data. */
        REDIS_EMPTY,
        /** SIGKILL; comes back with the data of some seconds before. */
        REDIS_OLD,
        REDIS_FLUSH,
        REDIS_PAUSE,
        STORE_KILL,
        STORE_PAUSE;

        /** A worker loses its sessions, or may. */
        public boolean hitsWorker() {
            return this == WORKER_KILL || this == HOST_LOST || this == WORKER_PAUSE || this == WORKER_DRAIN;
        }

        /** Redis has lost what it knew, or at least has to be asked anew. */
        public boolean hitsMemory() {
            return this == REDIS_KILL || this == REDIS_EMPTY || this == REDIS_OLD || this == REDIS_FLUSH;
        }
    }

    public static Fault of(Kind kind) {
        return new Fault(kind, Duration.ZERO);
    }

    public static Fault of(Kind kind, int seconds) {
        return new Fault(kind, Duration.ofSeconds(seconds));
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-')
                + (length.isZero() ? "" : " " + length.toSeconds() + " s");
    }
}
