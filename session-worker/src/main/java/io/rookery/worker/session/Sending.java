package io.rookery.worker.session;

import io.rookery.events.Command;
import io.rookery.events.Command.SendMessage;
import io.rookery.events.Content;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.worker.command.Mailbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one command, one after the other: one, several media, or a bulk with its pauses. One that fails does not stop the rest. Between two of them it may be left to the next owner, which
 * looks up each before it sends it.
 */
final class Sending implements Work {
    private record Part(SendMessage message, Content content) {}

    private final HostContext host;
    private final PageKeeper page;
    private final Narrator narrator;
    private final Mailbox.Item item;
    private final List<Part> parts;
    private final Command.@Nullable Pause pause;
    private final boolean possiblyAttempted;
    private final List<Verdict> verdicts = new ArrayList<>();
    private long nextAt;
    private @Nullable MessageSending current;
    private @Nullable Verdict verdict;

    private Sending(
            HostContext host,
            PageKeeper page,
            Narrator narrator,
            Mailbox.Item item,
            List<Part> parts,
            Command.@Nullable Pause pause,
            boolean possiblyAttempted) {
        this.host = host;
        this.page = page;
        this.narrator = narrator;
        this.item = item;
        this.parts = parts;
        this.pause = pause;
        this.possiblyAttempted = possiblyAttempted;
    }

    /** @param possiblyAttempted [attempted-one] whether a predecessor may have sent any of it */
    static Sending of(
            HostContext host,
            PageKeeper page,
            Narrator narrator,
            Mailbox.Item item,
            SendMessage message,
            boolean possiblyAttempted) {
        return new Sending(host, page, narrator, item, parts(message), null, possiblyAttempted);
    }

    /** @see #of */
    static Sending of(
            HostContext host,
            PageKeeper page,
            Narrator narrator,
            Mailbox.Item item,
            Command.SendBulk bulk,
            boolean possiblyAttempted) {
        List<Part> parts = bulk.messages().stream()
                .flatMap(message -> parts(message).stream())
                .toList();
        return new Sending(host, page, narrator, item, parts, bulk.pauseOrDefault(), possiblyAttempted);
    }

    private static List<Part> parts(SendMessage message) {
        return message.content().stream()
                .map(content -> new Part(message, content))
                .toList();
    }

    @Override
    public @Nullable Verdict verdict() {
        return verdict;
    }

    @Override
    public boolean mayBeLeft() {
        return current == null || current.isWaiting();
    }

    @Override
    public void on(Input input) {
        if (current != null) current.on(input);
    }

    @Override
    public void progress() {
        while (verdict == null && host.sure()) {
            if (current == null) {
                if (!host.reached(nextAt)) return;
                current = next();
            }
            current.progress();
            if (current.verdict() == null) return;
            verdicts.add(current.verdict());
            current = null;
            if (verdicts.size() == parts.size()) verdict = total();
            else nextAt = host.now().monotonic() + pauseMillis(verdicts.getLast());
        }
    }

    private MessageSending next() {
        Part part = parts.get(verdicts.size());
        var sending = new MessageSending(
                host, page, item, verdicts.size(), part.message(), part.content(), possiblyAttempted);
        narrator.caused(sending.messageId(), item.command().id());
        return sending;
    }

    /** Random to its receivers, yet the same when a history is played again. What was found already sent needs no pause, but is rare. */
    private long pauseMillis(Verdict last) {
        if (pause == null || last.status() == OutcomeStatus.REJECTED) return 0;
        long span = Math.max(0, pause.maxMillis() - pause.minMillis());
        return pause.minMillis() + Math.floorMod(host.mixed(verdicts.size(), item.offset()), span + 1);
    }

    private Verdict total() {
        if (parts.size() == 1 && pause == null) return verdicts.getFirst();
        long succeeded = verdicts.stream()
                .filter(it -> it.status() == OutcomeStatus.SUCCEEDED)
                .count();
        Verdict first = verdicts.getFirst();
        boolean alike = verdicts.stream().allMatch(it -> it.status() == first.status());
        boolean sameCode = verdicts.stream().allMatch(it -> it.code().equals(first.code()));
        var result = new LinkedHashMap<String, String>();
        result.put("messageId", MessageIds.of(host.session, item.command().id(), 0));
        result.put("total", Integer.toString(parts.size()));
        result.put("succeeded", Long.toString(succeeded));
        verdicts.stream()
                .map(it -> it.result().get(Verdict.RETRY_AT))
                .filter(Objects::nonNull)
                .max(Comparator.comparing(Instant::parse))
                .ifPresent(at -> result.put(Verdict.RETRY_AT, at));
        String code = sameCode ? first.code() : alike ? "SEVERAL_REASONS" : "PARTLY";
        String text = alike && first.status() == OutcomeStatus.SUCCEEDED
                ? null
                : succeeded + " of " + parts.size() + " messages were sent; items tells more";
        return new Verdict(
                alike ? first.status() : mixed(succeeded), code, text, Map.copyOf(result), items(), Mode.OPEN);
    }

    /** Some of it was done; where none surely was, one that nobody knows of decides. */
    private OutcomeStatus mixed(long succeeded) {
        if (succeeded > 0) return OutcomeStatus.SUCCEEDED;
        boolean unknown = verdicts.stream().anyMatch(it -> it.status() == OutcomeStatus.UNKNOWN);
        return unknown ? OutcomeStatus.UNKNOWN : OutcomeStatus.FAILED;
    }

    private List<Map<String, Object>> items() {
        var items = new ArrayList<Map<String, Object>>();
        for (int index = 0; index < verdicts.size(); index++) {
            Verdict it = verdicts.get(index);
            var entry = new LinkedHashMap<String, Object>();
            entry.put("index", index);
            entry.put("status", it.status().name().toLowerCase(Locale.ROOT));
            entry.put("code", it.code());
            if (it.text() != null) entry.put("text", it.text());
            String retryAt = it.result().get(Verdict.RETRY_AT);
            if (retryAt != null) entry.put(Verdict.RETRY_AT, retryAt);
            entry.put("messageId", MessageIds.of(host.session, item.command().id(), index));
            items.add(entry);
        }
        return items;
    }
}
