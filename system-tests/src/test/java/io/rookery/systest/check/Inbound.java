package io.rookery.systest.check;

import io.rookery.events.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a phone writes to a session is published once, as readers see it. Two things may be lost, and are counted: with a host goes what its page had stored in the very
 * moment and nobody had published, also with a worker that is not back before its lease ends; and of a worker that stands still for longer than its lease what its pages stored before they fell silent. The time that is shown is
 * that moment: from the page's store to Kafka.
 */
public final class Inbound implements Invariant {
    /** How far from a host's loss a lost message may be stored: the moment, and the time that the signals take. */
    private static final Duration LAST_MOMENT = Duration.ofMillis(500);

    private record Published(Set<String> events, Instant first) {}

    @Override
    public Verdict judge(Evidence evidence) {
        Map<String, String> sessions = sessionsByAccount(evidence.ledger());
        Map<String, LedgerEntry> stored = stored(evidence.ledger());
        Map<String, Published> published = published(evidence.events());
        List<String> found = new ArrayList<>();
        List<Duration> moments = new ArrayList<>();
        long trials = 0;
        int goneWithHost = 0;
        int goneInPause = 0;
        for (LedgerEntry entry : evidence.ledger()) {
            String session = sessions.get(entry.to());
            if (session == null || !entry.is("send") || !entry.device().equals("phone")) continue;
            trials++;
            String name = "message %s to %s (ledger %d)".formatted(entry.messageId(), session, entry.seq());
            LedgerEntry page = stored.get(session + "/" + entry.from() + "/" + entry.messageId());
            Published told = published.get(session + "/" + entry.messageId());
            if (page == null) found.add(name + " never reached its page");
            else if (told == null && wentWithItsHost(evidence, page)) goneWithHost++;
            else if (told == null && wentInAPause(evidence, page)) goneInPause++;
            else if (told == null) found.add(name + " was not published");
            else if (told != null && told.events().size() > 1) found.add(name + " was published as two events");
            else if (told != null && isCalm(evidence, page.at(), told.first()))
                moments.add(Duration.between(page.at(), told.first()));
        }
        String remark = "%d went with a lost host, %d with a paused worker".formatted(goneWithHost, goneInPause);
        return new Verdict("I16", "inbound: stored to published", trials, found, moments, null, remark);
    }

    private static boolean wentWithItsHost(Evidence evidence, LedgerEntry page) {
        return evidence.blows().stream()
                .filter(blow -> blow.owned().containsKey(page.session()) && inItsLastMoment(blow, page))
                .anyMatch(blow -> blow.is(Fault.Kind.HOST_LOST)
                        || blow.is(Fault.Kind.WORKER_KILL) && wentElsewhere(evidence, blow, page.session()));
    }

    private static boolean wentInAPause(Evidence evidence, LedgerEntry page) {
        return evidence.blows().stream()
                .filter(blow -> blow.owned().containsKey(page.session()) && blow.is(Fault.Kind.WORKER_PAUSE))
                .anyMatch(blow -> !page.at().isBefore(blow.hit().minus(LAST_MOMENT))
                        && page.at().isBefore(blow.hit().plus(Checker.TTL)));
    }

    private static boolean inItsLastMoment(Blow blow, LedgerEntry page) {
        return Duration.between(page.at(), blow.hit()).abs().compareTo(LAST_MOMENT) <= 0;
    }

    /** A worker that does not come back within its lease is as good as a host that is lost. */
    private static boolean wentElsewhere(Evidence evidence, Blow blow, String session) {
        return Sessions.nextOwner(evidence.events(), session, blow.owned().getOrDefault(session, 0))
                .filter(it -> !blow.target().equals(String.valueOf(it.worker())))
                .isPresent();
    }

    private static boolean isCalm(Evidence evidence, Instant from, Instant to) {
        return evidence.blows().stream().noneMatch(blow -> blow.disturbs(from, to));
    }

    private static Map<String, String> sessionsByAccount(List<LedgerEntry> ledger) {
        Map<String, String> sessions = new HashMap<>();
        for (LedgerEntry entry : ledger) {
            if (!entry.session().isEmpty() && !entry.account().isEmpty())
                sessions.put(entry.account(), entry.session());
        }
        return sessions;
    }

    /** When a page of the session said first that it has the message. */
    private static Map<String, LedgerEntry> stored(List<LedgerEntry> ledger) {
        Map<String, LedgerEntry> stored = new HashMap<>();
        for (LedgerEntry entry : ledger) {
            if (entry.is("deliver") && !entry.session().isEmpty())
                stored.putIfAbsent(entry.session() + "/" + entry.from() + "/" + entry.messageId(), entry);
        }
        return stored;
    }

    /** Readers of a topic drop what is of a lower epoch than they have seen there. */
    private static Map<String, Published> published(List<TapedEvent> events) {
        Map<String, Published> published = new HashMap<>();
        Map<String, Integer> floors = new HashMap<>();
        for (TapedEvent taped : events) {
            int epoch = Sessions.epoch(taped.message());
            int floor = floors.merge(taped.topic() + " " + taped.message().session(), epoch, Math::max);
            if (epoch < floor || !(taped.message().event() instanceof Event.MessageReceived received)) continue;
            published
                    .computeIfAbsent(
                            taped.message().session() + "/" + received.message().messageId(),
                            any -> new Published(new HashSet<>(), taped.publishedAt()))
                    .events()
                    .add(taped.message().id());
        }
        return published;
    }
}
