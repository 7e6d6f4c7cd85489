package io.rookery.worker.session;

import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.PageFile;
import io.rookery.worker.browser.PageUnavailable;
import io.rookery.worker.browser.Pulse;
import io.rookery.worker.browser.WhatsAppPage.SentMessage;
import io.rookery.worker.event.OutcomeLog;
import io.rookery.worker.lease.LeaseStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happens to the machine. */
sealed interface Input {
    /** Time has passed; comes about ten times a second. */
    record Tick() implements Input {}

    /** Something is in the mailbox. */
    record Arrived() implements Input {}

    /** The lease was prolonged: act until then, on the monotonic clock. */
    record Renewed(long validUntil) implements Input {}

    /** Somebody else has the session, or may have it. */
    record LeaseLost() implements Input {}

    /** Finish what is running and let another worker have the session. */
    record Drain() implements Input {}

    /** How a call of the lease store, the object store or Kafka ended, where its answer is a value or nothing came. */
    sealed interface Answer<T> {
        record Got<T>(T value) implements Answer<T> {}

        /** It may have happened, and may be repeated. */
        record Nothing<T>() implements Answer<T> {}

        /** The lease is gone, or was not to be had. */
        record Gone<T>() implements Answer<T> {}
    }

    /** @param validUntil how long the new lease lets act, counted from before the call */
    record Claimed(Answer<Epoch> known, long validUntil) implements Input {}

    record EpochTaken(Answer<Epoch> epoch) implements Input {}

    record Inherited(Answer<LeaseStore.Inheritance> inheritance) implements Input {}

    record Fenced(Answer<Long> position) implements Input {}

    record OutcomesRead(Answer<List<OutcomeLog.Entry>> entries) implements Input {}

    record Checked(Answer<Boolean> answeredBefore) implements Input {}

    record Completed(Answer<Boolean> done) implements Input {}

    /** @param refusal the result of the start's outcome where its user has another session; empty where the options are noted */
    record StartNoted(Answer<Optional<Map<String, String>>> refusal) implements Input {}

    record GaveUp(Answer<LeaseStore.GiveUp> result) implements Input {}

    record Released(Answer<Boolean> done) implements Input {}

    record OutcomeTold(Answer<Long> position) implements Input {}

    record Flushed() implements Input {}

    /** Kafka is away, and there is no room for more: this message, or ack, was dropped. */
    record Untold(EventMessage message) implements Input {}

    /** There is room again for what was dropped. */
    record RoomAgain() implements Input {}

    record StoppedTold(Answer<Long> position) implements Input {}

    /** @param result of a restore */
    record Restored(RestoreResult result) implements Input {}

    /** How a restore ended. */
    sealed interface RestoreResult {
        /**
         * @param linked whether there was a profile; without one a device must be linked
         * @param damage what is wrong with the newest checkpoint, in whose place the one before it was restored; null where nothing is
         * @param home what an earlier process has told of the profile that it left on this disk; null for one from the store
         */
        record Ready(
                boolean linked,
                @Nullable String damage,
                @Nullable Home home) implements RestoreResult {}

        /**
         * The store or the disk did not do it, or a key is missing here; it says nothing about the profile, and is tried again.
         *
         * @param code {@code STORE_UNAVAILABLE} or {@code KEY_UNAVAILABLE}
         */
        record Unavailable(String code, String reason) implements RestoreResult {
            Unavailable(String reason) {
                this("STORE_UNAVAILABLE", reason);
            }
        }

        /** The profile is there, but can't be used. */
        record Unusable(String code, String reason) implements RestoreResult {}
    }

    /** See {@link Inbox}. */
    record Home(Instant since, List<Inbox.Told> told) {}

    /** @param done whether the command is in the log for sure */
    record Submitted(boolean done) implements Input {}

    record Stored(boolean done) implements Input {}

    record Purged(boolean done) implements Input {}

    /** @param failure null where it is open */
    record PageOpened(int page, PageUnavailable.@Nullable Reason failure) implements Input {
        static PageOpened open(int page) {
            return new PageOpened(page, null);
        }
    }

    record PageClosed() implements Input {}

    record Page(int page, PageEvent event) implements Input {}

    record MediaPrepared(String messageId, MediaResult result) implements Input {}

    /** How a file that is to be sent came to this disk, or did not. */
    sealed interface MediaResult {
        record Ready(PageFile file) implements MediaResult {}

        /** It can't be sent; trying again does not help. */
        record Refused(String code, String text) implements MediaResult {}

        /** Where it comes from did not give it; it is tried again. */
        record Unavailable(String code, String text) implements MediaResult {}
    }

    /** A message's file is kept now, or will not be. */
    record MediaKept(Event.MediaStored event) implements Input {}

    record Acted(CallResult<List<Map<String, Object>>> result) implements Input {}

    record SendAnswered(CallResult<SentMessage> result) implements Input {}

    record FindAnswered(CallResult<Optional<SentMessage>> result) implements Input {}

    record Probed(CallResult<Pulse> result) implements Input {}

    record CaughtUp(boolean done) implements Input {}

    record LogOutAnswered(CallResult<Void> result) implements Input {}
}
