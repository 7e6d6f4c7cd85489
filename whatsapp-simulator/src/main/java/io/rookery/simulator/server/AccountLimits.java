package io.rookery.simulator.server;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the server allows an account towards people that it has no chat with: the reach-out time lock, which forbids
 * new chats until a time, and the capping of new chats per cycle. Clients ask for both by the queries that the real
 * page uses, and are told when they change. Accounts with neither are free.
 */
final class AccountLimits {

    /** What a send to a new chat is refused with, under the time lock and above the cap alike. */
    static final int REFUSED = 463;

    private static final String TIME_LOCK_QUERY = "23983697327930364";
    private static final String CAPPING_QUERY = "24503548349331633";

    private record TimeLock(Instant until, String enforcement) {}

    private record Cap(int total, int used, Instant from, Instant to) {
        /** The warnings come at half and at nine tenths; at which shares the real ones come is not known. */
        String status() {
            if (used >= total) {
                return "CAPPED";
            } else if (used * 10 >= total * 9) {
                return "SECOND_WARNING";
            }
            return used * 2 >= total ? "FIRST_WARNING" : "NONE";
        }
    }

    private final Directory directory;
    private final InstantSource clock;
    private final PerNumber<TimeLock> locks;
    private final Map<String, Cap> caps = new HashMap<>();

    AccountLimits(Directory directory, Timers timers, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
        locks = new PerNumber<>(timers);
    }

    /** Forbids new chats for a while; zero allows them again. */
    void lock(String number, Duration lasts, String enforcement) {
        if (lasts.isZero()) {
            locks.clear(number);
        } else {
            TimeLock lock = new TimeLock(clock.instant().plus(lasts), enforcement);
            locks.set(number, lock, lasts, () -> tell(number));
        }
        tell(number);
    }

    /** Allows an account that many new chats in a cycle that begins now; zero takes the cap away. */
    void cap(String number, int total, int used, Duration cycle) {
        if (total <= 0) {
            caps.remove(number);
        } else {
            Instant now = clock.instant();
            caps.put(number, new Cap(total, used, now, now.plus(cycle)));
        }
        tell(number);
    }

    /**
     * A new chat is one with a person; that both are in a group does not make one.
     *
     * @param to where the message goes, as {@link Directory#address} has it
     * @return the code with which a message is refused, or nothing where it may go; a new chat is counted then
     */
    Optional<Integer> refusal(String number, String to) {
        Phone phone = directory.phone(number);
        boolean newChat = !to.equals(number)
                && directory.find(to).isPresent()
                && phone.messages().values().stream()
                        .noneMatch(known -> Envelope.chat(known, number).equals(to));
        if (!newChat) {
            return Optional.empty();
        }
        Optional<Cap> cap = cap(number);
        if (locks.of(number).isPresent()
                || cap.filter(known -> known.used() >= known.total()).isPresent()) {
            return Optional.of(REFUSED);
        }
        cap.ifPresent(known -> {
            caps.put(number, new Cap(known.total(), known.used() + 1, known.from(), known.to()));
            tell(number);
        });
        return Optional.empty();
    }

    private Optional<Cap> cap(String number) {
        return Optional.ofNullable(caps.get(number))
                .filter(known -> clock.instant().isBefore(known.to()));
    }

    /** Answers one of the page's queries about an account; an error for every other one. */
    JsonObject answer(String number, String query) {
        return switch (query) {
            case TIME_LOCK_QUERY -> data("xwa2_fetch_account_reachout_timelock", timeLock(number));
            case CAPPING_QUERY -> data("xwa2_message_capping_info", capping(number));
            default -> new JsonObject().put("error", 400);
        };
    }

    private static JsonObject data(String name, JsonObject value) {
        return new JsonObject().put("data", new JsonObject().put(name, value));
    }

    private JsonObject timeLock(String number) {
        Optional<TimeLock> lock = locks.of(number);
        return new JsonObject()
                .put("is_active", lock.isPresent())
                .put(
                        "time_enforcement_ends",
                        lock.map(known -> seconds(known.until())).orElse("0"))
                .put("enforcement_type", lock.map(TimeLock::enforcement).orElse("DEFAULT"));
    }

    private JsonObject capping(String number) {
        Optional<Cap> cap = cap(number);
        return new JsonObject()
                .put("total_quota", cap.map(Cap::total).orElse(-1))
                .put("used_quota", cap.map(Cap::used).orElse(0))
                .put(
                        "cycle_start_timestamp",
                        cap.map(known -> seconds(known.from())).orElse(null))
                .put(
                        "cycle_end_timestamp",
                        cap.map(known -> seconds(known.to())).orElse(null))
                .put("server_sent_timestamp", seconds(clock.instant()))
                .put("ote_status", "NOT_ELIGIBLE")
                .put("mv_status", "NOT_ELIGIBLE")
                .put("capping_status", cap.map(Cap::status).orElse("NONE"));
    }

    private static String seconds(Instant time) {
        return Long.toString(time.getEpochSecond());
    }

    /** Pages hear of a change at once; which one it was they ask. */
    private void tell(String number) {
        directory
                .devicesOf(number)
                .forEach(device ->
                        device.connection().ifPresent(page -> page.send(new JsonObject().put("t", "limits"))));
    }
}
