package io.rookery.worker.simulation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules of the ownership protocol (docs/protocol.md), each as a switch. The simulation turns a rule off from outside: in its Redis, its pages, its topics, and in how
 * it carries out what the real classes ask for. None of them can be turned off in production code.
 */
public enum Safeguard {
    // the record
    TOKEN("the owner is one claim of one life of a worker"),
    EPOCH_MATCH("scripts compare the epoch"),
    EPOCH_UP("set_epoch refuses an epoch below the known one"),
    SEEN("admission notes the offset, so that give_up cannot overtake it"),
    DONE_SKIP("admission skips what is answered"),
    DONE_UP("neither complete nor give_up moves done back"),
    MODE("CLOSING survives its owner"),
    FLOOR("the epoch that wrote the outcome position is kept with it"),
    TOMBSTONE("a destroy keeps the record and the epochs"),
    NO_TAKEBACK("a worker's name alone takes nothing back"),
    // loss of memory
    MARKER("scripts refuse after a loss"),
    QUARANTINE("for one lease nobody decides anything"),
    QUARANTINE_OWN("the start of a quarantine belongs to a run of the server"),
    REBUILD_TOKEN("every write of a rebuild checks the right and that the memory is missing"),
    REGISTER("owners put themselves back"),
    SEEN_END("a rebuild takes the end of the command partition for seen"),
    NEVER_STOPPED("a rebuild makes every known session run"),
    // admission
    PUBLISH_FIRST("the session's record is published before its start is admitted"),
    WAIT_ACK("a rejection is acknowledged before the next record is looked at"),
    // taking over
    FENCE("a new owner publishes a fence; lower epochs behind it are void"),
    ADOPT("published outcomes are adopted"),
    ADOPT_WRITE("what was adopted is written before anything else"),
    MODE_IN_OUTCOME("an outcome carries the mode after it"),
    READER_FLOOR("a reader keeps the highest epoch beside its position"),
    // carrying out
    LOCAL_VALIDITY("the host begins nothing past its lease"),
    POSITION("giving up speaks of the position handled, not of the last own command"),
    MODE_LATE("the mode changes with the published outcome"),
    LOOKUP("what may have been attempted is looked up"),
    EXPIRED_LOOKUP("also when its deadline has passed"),
    LOST_CALL("a call without an answer is no refusal"),
    CLOSED_SAME("a closed session answers as admission would"),
    HOLD_GIVE_UP("after a give_up without an answer only that is repeated"),
    CLOSE_RELEASE("the browser is closed before a session is released"),
    SETTLE_UNKNOWN("a settler answers unknown for what may have been attempted"),
    SETTLE_RELEASE("a settler leaves a start to a worker with a slot"),
    // the page
    PAGE_DEADLINE("the page refuses calls past its deadline"),
    ABSOLUTE_DEADLINE("the page's deadline is an absolute time"),
    GUARD_ORDER("browsers are killed before their worker's leases are ended"),
    // the log
    GAP("a mailbox that dropped something takes nothing before the reader is back");

    private final String rule;

    Safeguard(String rule) {
        this.rule = rule;
    }

    /** What it demands. */
    public String rule() {
        return rule;
    }

    /** Its name in brackets in docs/protocol.md. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException for a name that no rule has */
    static Set<Safeguard> named(String names) {
        return Arrays.stream(names.split(","))
                .filter(name -> !name.isBlank())
                .map(name -> valueOf(name.strip().toUpperCase(Locale.ROOT).replace('-', '_')))
                .collect(Collectors.toUnmodifiableSet());
    }
}
