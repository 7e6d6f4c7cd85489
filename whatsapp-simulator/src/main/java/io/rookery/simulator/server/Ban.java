package io.rookery.simulator.server;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Why the server lets nobody of an account in, with the reason number that its {@code failure} carries. */
sealed interface Ban {

    /** @return the reason of the failure */
    int reason();

    /** Whether the device is not linked any more. */
    boolean unlinks();

    /** What the ledger and the fault API call it. */
    String kind();

    /** What the page is told at a time. */
    default JsonObject failure(Instant now) {
        return new JsonObject().put("t", "failure").put("reason", reason());
    }

    /** The account is locked: the page logs out with {@code account_locked}. */
    record Locked() implements Ban {
        @Override
        public int reason() {
            return 403;
        }

        @Override
        public boolean unlinks() {
            return true;
        }

        @Override
        public String kind() {
            return "locked";
        }
    }

    /** The account is banned for good: the page logs out and is told no more. */
    record Banned() implements Ban {
        @Override
        public int reason() {
            return 406;
        }

        @Override
        public boolean unlinks() {
            return true;
        }

        @Override
        public String kind() {
            return "banned";
        }
    }

    /**
     * The account is banned for a while and stays linked.
     *
     * @param until when it may log in again
     * @param code what it is said to have done: 101 wrote to too many strangers, 102 was blocked by many, …
     */
    record Temporary(Instant until, int code) implements Ban {
        @Override
        public int reason() {
            return 402;
        }

        @Override
        public boolean unlinks() {
            return false;
        }

        @Override
        public String kind() {
            return "temporary";
        }

        @Override
        public JsonObject failure(Instant now) {
            long left = Math.max(0, Duration.between(now, until).toMillis());
            return Ban.super.failure(now).put("code", code).put("expire", (left + 999) / 1000);
        }
    }

    /** @throws Refused where there is no such kind */
    static Ban of(String kind, Instant until, int code) {
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "locked" -> new Locked();
            case "banned" -> new Banned();
            case "temporary" -> new Temporary(until, code);
            default -> throw new Refused(400, "A ban is locked, banned, temporary or none.");
        };
    }
}
