package io.rookery.worker.session;

import io.rookery.events.Command;
import io.rookery.events.Mode;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.command.Mailbox;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that the page does and that may be done twice without harm: where nobody knows whether it was done, it is done again. */
final class Acting implements Work {
    private static final long AGAIN_MILLIS = 300;

    private final HostContext host;
    private final PageKeeper page;
    private final Mailbox.Item item;
    private final Command.InPage command;
    private final long readyBy;
    private boolean asked;
    private boolean lost; // it may have been done
    private long nextTry;
    private @Nullable Verdict verdict;

    Acting(HostContext host, PageKeeper page, Mailbox.Item item, Command.InPage command) {
        this.host = host;
        this.page = page;
        this.item = item;
        this.command = command;
        this.readyBy = host.in(host.settings.readyWait());
    }

    @Override
    public @Nullable Verdict verdict() {
        return verdict;
    }

    @Override
    public boolean mayBeLeft() {
        return !asked;
    }

    @Override
    public void progress() {
        if (verdict != null || asked || !host.sure() || !host.reached(nextTry)) return;
        if (page.isReady()) {
            asked = true;
            host.emit(new Effect.Act(command, item));
        } else NotReady.verdict(page, host.reached(readyBy)).ifPresent(reason -> verdict = undone(reason));
    }

    private Verdict undone(Verdict otherwise) {
        return lost ? Verdict.unknown(Mode.OPEN, otherwise.code(), otherwise.text(), Map.of()) : otherwise;
    }

    @Override
    public void on(Input input) {
        if (!asked || !(input instanceof Input.Acted(CallResult<List<Map<String, Object>>> result))) return;
        asked = false;
        switch (result) {
            case CallResult.Done<List<Map<String, Object>>>(var items) ->
                verdict = Verdict.succeeded(Mode.OPEN, Map.of()).with(items.isEmpty() ? null : items);
            case CallResult.Refused<List<Map<String, Object>>>(String code, String text, var ignored) -> {
                if (code.equals("NOT_CONNECTED") && !host.reached(readyBy)) again();
                else verdict = undone(Verdict.failed(Mode.OPEN, code, text));
            }
            case CallResult.Lost<List<Map<String, Object>>> ignored -> {
                lost = true;
                if (host.reached(readyBy))
                    verdict = Verdict.unknown(Mode.OPEN, "NO_ANSWER", "WhatsApp Web did not answer", Map.of());
                else again();
            }
        }
    }

    private void again() {
        nextTry = host.now().monotonic() + AGAIN_MILLIS;
    }
}
