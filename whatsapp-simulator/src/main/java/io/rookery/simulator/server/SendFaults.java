package io.rookery.simulator.server;

import io.rookery.simulator.ledger.Ledger;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Optional;

/** Messages, and changes to them, that the server refuses or loses, before the rules of {@link Messaging} and {@link Amendments} get to see them. */
final class SendFaults {

    private final Directory directory;
    private final Ledger ledger;
    private final InstantSource clock;
    private final AccountLimits limits;
    final PerNumber<Integer> refusals;
    final PerNumber<Boolean> drops;
    final PerNumber<Boolean> refusedChanges;

    SendFaults(Directory directory, Ledger ledger, Timers timers, InstantSource clock, AccountLimits limits) {
        this.directory = directory;
        this.ledger = ledger;
        this.clock = clock;
        this.limits = limits;
        refusals = new PerNumber<>(timers);
        drops = new PerNumber<>(timers);
        refusedChanges = new PerNumber<>(timers);
    }

    /** @return whether a message of a page goes on its way; where not, the page has got its answer, if there is one */
    boolean admits(PageConnection page, Device device, JsonObject frame) {
        String to = directory.address(frame.getString("to"));
        JsonObject message = frame.copy().put("from", device.number()).put("to", to);
        JsonObject fields = page.fields().mergeIn(Envelope.fields(message));
        if (drops.of(device.number()).isPresent()) {
            ledger.add("send-dropped", fields);
            return false;
        }
        Optional<Integer> code = refusals.of(device.number()).or(() -> limits.refusal(device.number(), to));
        code.ifPresent(error -> {
            ledger.add("send-refused", fields.put("code", error));
            page.send(new JsonObject()
                    .put("t", "ack")
                    .put("id", frame.getString("id"))
                    .put("to", to)
                    .put("at", clock.instant().getEpochSecond())
                    .put("ack", -1)
                    .put("error", error));
        });
        return code.isEmpty();
    }

    /** @return whether a change that a page asks for is looked at; where not, the page has got its answer */
    boolean admitsChange(PageConnection page, Device device, JsonObject frame) {
        if (refusedChanges.of(device.number()).isEmpty()) {
            return true;
        }
        ledger.add(
                "change-refused",
                page.fields().put("action", frame.getString("action")).put("messageId", frame.getString("target")));
        page.send(new JsonObject()
                .put("t", "ack")
                .put("id", frame.getString("id"))
                .put("at", clock.instant().getEpochSecond())
                .put("ack", -1));
        return false;
    }
}
