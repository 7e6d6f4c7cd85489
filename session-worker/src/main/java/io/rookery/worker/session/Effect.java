package io.rookery.worker.session;

import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandMessage;
import io.rookery.events.Content;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.EventMessage;
import io.rookery.events.Mode;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.worker.browser.OutgoingMessage;
import io.rookery.worker.browser.WhatsAppPage;
import io.rookery.worker.command.Mailbox;
import io.rookery.worker.lease.LeaseStore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the machine wants done. Where an answer is expected, its input is named. */
sealed interface Effect {
    // taking over
    /** → {@link Input.Claimed} */
    record Claim(boolean settle) implements Effect {}

    /** Take an epoch above this one in the object store. → {@link Input.EpochTaken} */
    record TakeEpoch(Epoch above) implements Effect {}

    /** There is no epoch to be had: give the claim back, made when the record knew this one. */
    record Abandon(Epoch known) implements Effect {}

    /** → {@link Input.Inherited} */
    record SetEpoch(Epoch epoch) implements Effect {}

    /** → {@link Input.Fenced} */
    record TellFence(EventMessage message) implements Effect {}

    /** → {@link Input.OutcomesRead} */
    record ReadOutcomes(long from, long until) implements Effect {}

    /** The mailbox may be filled from here on. */
    record Follow(long position) implements Effect {}

    // the record
    /** → {@link Input.Checked} */
    record CheckAnswered(CommandId id, long offset) implements Effect {}

    /** → {@link Input.Completed} */
    record Complete(
            long position,
            Mode mode,
            long outcomePosition,
            @Nullable CommandId id,
            @Nullable SessionState endState) implements Effect {}

    /** The session begins anew, with other options than the record has. → {@link Input.StartNoted} */
    record NoteStart(Command.Start kept, Command.OnConflict onConflict, TenantId tenant, CommandId cause)
            implements Effect {}

    /** → {@link Input.GaveUp} */
    record GiveUp(long position, SessionState state) implements Effect {}

    /** → {@link Input.Released} */
    record Release(LeaseStore.@Nullable Waiting waiting) implements Effect {}

    record UpdateStatus(LeaseStore.Status status) implements Effect {}

    // the topics, in the order of the effects
    /** Repeated until it is published or the session is lost; where there is no room for it → {@link Input.Untold} */
    record Tell(EventMessage message) implements Effect {}

    /** → {@link Input.OutcomeTold}; {@code receivedAt}: the command's time in the log, for the metrics */
    record TellOutcome(EventMessage message, Mailbox.Item item) implements Effect {}

    /** → {@link Input.StoppedTold} */
    record TellStopped(EventMessage message) implements Effect {}

    /** Everything that was told before is published. → {@link Input.Flushed} */
    record Flush() implements Effect {}

    /** Append a command of the worker's own. → {@link Input.Submitted} */
    record Submit(CommandMessage command) implements Effect {}

    // the profile
    /**
     * → {@link Input.Restored}
     *
     * @param tenant whose session it is
     * @param home whether the profile that this worker's previous owner has left on its disk may be taken
     */
    record Restore(TenantId tenant, boolean home) implements Effect {}

    /** Copy and upload the profile of the closed browser. → {@link Input.Stored} */
    record StoreClosed(TenantId tenant, long done) implements Effect {}

    /** Copy the profile of the frozen browser and upload it. → {@link Input.Stored} */
    record Checkpoint(TenantId tenant, long done) implements Effect {}

    /** Delete the profile here and in the store. → {@link Input.Purged} */
    record Purge() implements Effect {}

    // the page
    /** → {@link Input.PageOpened}, and then the page's own events, both with this number */
    record OpenPage(int page, boolean linked, Command.Start options, long validUntil) implements Effect {}

    /** → {@link Input.PageClosed} */
    record ClosePage() implements Effect {}

    record KillPage() implements Effect {}

    record ExtendDeadline(long validUntil) implements Effect {}

    /** Bring a file that is to be sent to this disk. → {@link Input.MediaPrepared} */
    record PrepareMedia(String messageId, TenantId tenant, Content.Media media) implements Effect {}

    /** The file is not needed any more. */
    record DropMedia(String messageId) implements Effect {}

    /** → {@link Input.SendAnswered} */
    record Send(OutgoingMessage message, Mailbox.Item item) implements Effect {}

    /** Get a message's file from the page, and keep it where it is not kept yet. → {@link Input.MediaKept} */
    record KeepMedia(WhatsAppPage.MessageKey message, TenantId tenant, Event.StoredMedia media) implements Effect {}

    /** → {@link Input.Acted} */
    record Act(Command.InPage command, Mailbox.Item item) implements Effect {}

    /** → {@link Input.FindAnswered} */
    record Find(String messageId, String to) implements Effect {}

    /** → {@link Input.LogOutAnswered} */
    record LogOut() implements Effect {}

    /** Tell the messages since then once more. → {@link Input.CaughtUp} */
    record CatchUp(Instant since) implements Effect {}

    /** Have the page prove that it lives. → {@link Input.Probed} */
    record Probe() implements Effect {}

    /** Counted: the page is opened anew, for this reason. */
    record Recycled(String reason) implements Effect {}

    /** Nothing more will come: drop the page, the mailbox and the local profile, free the slot. */
    record End(Reason reason) implements Effect {}

    /** Why a host has ended. */
    enum Reason {
        NOT_CLAIMED,
        /** Nobody knows whether it was claimed. */
        NO_ANSWER,
        /** The object store gave no epoch. */
        NO_EPOCH,
        GIVEN_UP,
        RELEASED,
        LOST
    }
}
