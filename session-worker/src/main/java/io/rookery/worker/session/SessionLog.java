package io.rookery.worker.session;

import io.rookery.events.Event;
import io.rookery.events.SessionId;
import io.rookery.worker.browser.CallResult;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one session does, step by step, for as long as an operator wants to see it: what the page tells, what is asked of it and of the stores, how that ended and how long it took. Kinds, stable codes
 * and ids only: no text, number or code of anybody is in what is written here, because no value is looked at but these.
 *
 * <p>Fed by the host's thread; switched by another one.
 */
final class SessionLog {
    private static final Logger log = LoggerFactory.getLogger(SessionLog.class);

    private final SessionId session;
    private final LongSupplier monotonic;
    /** When what waits for an answer was asked, by the name that both share. */
    private final Map<String, Long> asked = new HashMap<>();

    private volatile boolean on;

    SessionLog(SessionId session, LongSupplier monotonic) {
        this.session = session;
        this.monotonic = monotonic;
    }

    void switched(boolean wanted) {
        if (on == wanted) return;
        on = wanted;
        log.info("{}", line().addKeyValue("detailed", wanted).after("logging was switched"));
    }

    void wanted(Effect effect) {
        if (!on || effect instanceof Effect.ExtendDeadline) return;
        String name = effect.getClass().getSimpleName();
        answerOf(effect).ifPresent(answer -> asked.put(answer, monotonic.getAsLong()));
        Line line = line().addKeyValue("effect", name);
        switch (effect) {
            case Effect.Tell tell -> {
                line = line.addKeyValue("event", tell.message().event().type());
                if (tell.message().event() instanceof Event.Status status) line = state(line, status);
            }
            case Effect.TellOutcome tell -> line = outcome(line, tell);
            case Effect.CheckAnswered check ->
                line = line.addKeyValue("commandId", check.id()).addKeyValue("offset", check.offset());
            case Effect.Send send ->
                line = line.addKeyValue("commandId", send.item().command().id());
            case Effect.Act act ->
                line = line.addKeyValue("commandId", act.item().command().id())
                        .addKeyValue("command", act.command().type());
            case Effect.Complete complete -> line = line.addKeyValue("offset", complete.position());
            case Effect.Submit submit ->
                line = line.addKeyValue("commandId", submit.command().id());
            case Effect.Recycled recycled -> line = line.addKeyValue("reason", recycled.reason());
            case Effect.End end -> line = line.addKeyValue("reason", end.reason());
            default -> {
                // its kind says it all
            }
        }
        log.debug("{}", line.after("a session wants something done"));
    }

    private static Line state(Line line, Event.Status status) {
        return line.addKeyValue("state", status.state()).addKeyValue("reason", String.valueOf(status.reason()));
    }

    private static Line outcome(Line line, Effect.TellOutcome tell) {
        var told = line.addKeyValue("commandId", tell.item().command().id())
                .addKeyValue("command", tell.item().command().command().type());
        return tell.message().event() instanceof Event.Outcome outcome
                ? told.addKeyValue("status", outcome.status()).addKeyValue("code", outcome.code())
                : told;
    }

    void happened(Input input) {
        if (!on || input instanceof Input.Tick || input instanceof Input.Renewed) return;
        String name = input.getClass().getSimpleName();
        Line line = line().addKeyValue("input", name);
        if (input instanceof Input.Page page)
            line = line.addKeyValue("page", page.page())
                    .addKeyValue("event", page.event().getClass().getSimpleName());
        String result = result(input);
        if (result != null) line = line.addKeyValue("result", result);
        Long since = asked.remove(name);
        if (since != null) line = line.addKeyValue("millis", monotonic.getAsLong() - since);
        log.debug("{}", line.after("something happened to a session"));
    }

    /** How a call ended; null where the input says nothing of it. */
    private static @Nullable String result(Input input) {
        return switch (input) {
            case Input.SendAnswered it -> ended(it.result());
            case Input.FindAnswered it -> ended(it.result());
            case Input.Acted it -> ended(it.result());
            case Input.Probed it -> ended(it.result());
            case Input.LogOutAnswered it -> ended(it.result());
            case Input.PageOpened it ->
                it.failure() == null ? "open" : it.failure().name();
            case Input.Restored it -> it.result().getClass().getSimpleName();
            case Input.Stored it -> it.done() ? "done" : "not done";
            case Input.Purged it -> it.done() ? "done" : "not done";
            case Input.CaughtUp it -> it.done() ? "done" : "not done";
            case Input.MediaPrepared it -> it.result().getClass().getSimpleName();
            default -> null;
        };
    }

    private static String ended(CallResult<?> result) {
        return switch (result) {
            case CallResult.Done<?> ignored -> "done";
            case CallResult.Refused<?> refused -> "refused: " + refused.code();
            case CallResult.Lost<?> ignored -> "lost";
        };
    }

    /** The input that answers the effect, where one does and time tells something. */
    private static Optional<String> answerOf(Effect effect) {
        Class<? extends Input> answer = switch (effect) {
            case Effect.Claim ignored -> Input.Claimed.class;
            case Effect.TakeEpoch ignored -> Input.EpochTaken.class;
            case Effect.SetEpoch ignored -> Input.Inherited.class;
            case Effect.TellFence ignored -> Input.Fenced.class;
            case Effect.ReadOutcomes ignored -> Input.OutcomesRead.class;
            case Effect.CheckAnswered ignored -> Input.Checked.class;
            case Effect.Complete ignored -> Input.Completed.class;
            case Effect.NoteStart ignored -> Input.StartNoted.class;
            case Effect.GiveUp ignored -> Input.GaveUp.class;
            case Effect.Release ignored -> Input.Released.class;
            case Effect.TellOutcome ignored -> Input.OutcomeTold.class;
            case Effect.TellStopped ignored -> Input.StoppedTold.class;
            case Effect.Flush ignored -> Input.Flushed.class;
            case Effect.Submit ignored -> Input.Submitted.class;
            case Effect.Restore ignored -> Input.Restored.class;
            case Effect.StoreClosed ignored -> Input.Stored.class;
            case Effect.Checkpoint ignored -> Input.Stored.class;
            case Effect.Purge ignored -> Input.Purged.class;
            case Effect.OpenPage ignored -> Input.PageOpened.class;
            case Effect.ClosePage ignored -> Input.PageClosed.class;
            case Effect.PrepareMedia ignored -> Input.MediaPrepared.class;
            case Effect.Send ignored -> Input.SendAnswered.class;
            case Effect.Act ignored -> Input.Acted.class;
            case Effect.Find ignored -> Input.FindAnswered.class;
            case Effect.LogOut ignored -> Input.LogOutAnswered.class;
            case Effect.CatchUp ignored -> Input.CaughtUp.class;
            case Effect.Probe ignored -> Input.Probed.class;
            default -> null;
        };
        return Optional.ofNullable(answer).map(Class::getSimpleName);
    }

    private Line line() {
        return new Line().addKeyValue("sessionId", session);
    }

    /** Keys and values in the text of the line: who looks at one session must find them, however the program's log is laid out. */
    private static final class Line {
        private final StringBuilder text = new StringBuilder();

        Line addKeyValue(String key, Object value) {
            text.append(' ').append(key).append("=\"").append(value).append('"');
            return this;
        }

        String after(String what) {
            return what + text;
        }
    }
}
