package io.rookery.worker.session;

import static io.rookery.worker.session.HostHarness.got;
import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.Command;
import io.rookery.events.CommandId;
import io.rookery.events.CommandType;
import io.rookery.events.Epoch;
import io.rookery.events.Event;
import io.rookery.events.Mode;
import io.rookery.events.OutcomeStatus;
import io.rookery.events.SessionState;
import io.rookery.worker.browser.CallResult;
import io.rookery.worker.browser.PageEvent;
import io.rookery.worker.browser.WhatsAppPage.SentMessage;
import io.rookery.worker.event.OutcomeLog;
import io.rookery.worker.lease.LeaseStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SessionHostTest {
    private static final Command.SendText HELLO = new Command.SendText("+491700000002", "hello");

    @Nested
    class TakingOver {
        @Test
        void somebodyElseHasIt_endsTheHost() {
            var host = HostHarness.started()
                    .on(Effect.Claim.class, it -> Optional.of(new Input.Claimed(new Input.Answer.Gone<>(), 0)))
                    .begin();
            assertThat(host.ended).isEqualTo(Effect.Reason.NOT_CLAIMED);
        }

        @Test
        void noEpochCanBeTaken_endsTheHost_beforeAnyBrowserStarts() {
            var host = HostHarness.started()
                    .on(Effect.TakeEpoch.class, it -> Optional.of(new Input.EpochTaken(new Input.Answer.Nothing<>())))
                    .begin();
            assertThat(host.ended).isEqualTo(Effect.Reason.LOST);
            assertThat(host.effects(Effect.OpenPage.class)).isEmpty();
        }

        @Test
        void aPublishedOutcomeOfThePredecessor_isAdoptedAndWritten_andItsCommandNotRepeated() {
            var host = HostHarness.orphaned();
            host.earlierOutcomes.add(entry(7, 1, 10, "c10"));
            host.ready();
            assertThat(host.effects(Effect.Complete.class))
                    .containsExactly(new Effect.Complete(10, Mode.OPEN, 7, new CommandId("c10"), null));
            assertThat(host.effects(Effect.Follow.class)).containsExactly(new Effect.Follow(11));
        }

        @Test
        void aRefusalOfAWrongCommandByAdmission_saysNothingOfTheSession_andHidesNoCommandBeforeIt() {
            var host = HostHarness.orphaned();
            var refusal = new Event.Outcome(
                    OutcomeStatus.REJECTED, "INVALID_COMMAND", "to is missing", "type", 0, "11", null, Map.of());
            host.earlierOutcomes.add(new OutcomeLog.Entry(7, null, new CommandId("c11"), refusal));
            host.ready();
            assertThat(host.effects(Effect.Follow.class)).containsExactly(new Effect.Follow(10));
            assertThat(host.effects(Effect.OpenPage.class)).hasSize(1);
        }

        @Test
        void anOutcomeThatAZombiePublishedBehindAFence_isNotAdopted() {
            var host = HostHarness.orphaned();
            host.earlierOutcomes.add(new OutcomeLog.Entry(6, new Epoch(3), null, null));
            host.earlierOutcomes.add(entry(7, 2, 10, "c10"));
            host.ready();
            assertThat(host.effects(Effect.Follow.class)).containsExactly(new Effect.Follow(10));
        }

        @Test
        void theFenceIsPublishedBeforeAnythingIsRead_andBothBeforeTheBrowserStarts() {
            var host = HostHarness.orphaned().ready();
            assertThat(host.effects)
                    .filteredOn(it -> it instanceof Effect.TellFence
                            || it instanceof Effect.ReadOutcomes
                            || it instanceof Effect.OpenPage)
                    .extracting(Object::getClass)
                    .containsExactly(Effect.TellFence.class, Effect.ReadOutcomes.class, Effect.OpenPage.class);
        }

        @Test
        void aSessionThatWasReady_getsNoQr() {
            var host = HostHarness.orphaned().ready();
            assertThat(host.states())
                    .containsExactly(SessionState.INITIALIZING, SessionState.AUTHENTICATED, SessionState.READY);
            assertThat(host.effects(Effect.OpenPage.class)).allMatch(Effect.OpenPage::linked);
        }

        @Test
        void whatIsFoundClosed_isGivenUpAgain() {
            var host = HostHarness.orphaned();
            host.inheritance = HostHarness.inheritance(Mode.CLOSING, 9, 9, SessionState.CLOSED);
            host.begin();
            assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
            assertThat(host.effects(Effect.OpenPage.class)).isEmpty();
        }

        @Test
        void aDestroyWhoseOutcomeIsAdopted_isFinished() {
            var host = HostHarness.orphaned();
            var outcome = new Event.Outcome(
                    OutcomeStatus.SUCCEEDED, "OK", null, CommandType.DESTROY.type(), 0, "10", Mode.CLOSING, Map.of());
            host.earlierOutcomes.add(new OutcomeLog.Entry(7, new Epoch(1), new CommandId("c10"), outcome));
            host.begin();
            assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
            assertThat(host.states()).last().isEqualTo(SessionState.DESTROYED);
            assertThat(host.profileStored).isFalse();
        }

        @Test
        void whatIsFoundDestroyed_isPurgedBeforeItIsGivenUp() {
            var host = HostHarness.orphaned();
            host.inheritance = HostHarness.inheritance(Mode.CLOSING, 9, 9, SessionState.DESTROYED);
            host.begin();
            assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
            assertThat(host.profileStored).isFalse();
        }
    }

    @Nested
    class Sending {
        @Test
        void aSendSucceeds_whenWhatsAppHasAcknowledgedIt() {
            var host = HostHarness.started().ready().command("s1", HELLO);
            assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
            assertThat(host.lastOutcome().result()).containsKey("messageId");
            assertThat(host.sentTexts).containsExactly("hello");
        }

        @Test
        void withoutAnAcknowledgement_itIsUnknown() {
            var host = HostHarness.started().ready().on(Effect.SendText.class, it -> taken(it, 0));
            host.command("s1", HELLO).pass(Duration.ofSeconds(19));
            assertThat(host.outcomes()).hasSize(1);
            host.pass(Duration.ofSeconds(2));
            assertThat(host.lastOutcome().code()).isEqualTo("ACK_TIMEOUT");
            assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.UNKNOWN);
        }

        @Test
        void anAcknowledgementThatComesLater_isEnough() {
            var host = HostHarness.started().ready().on(Effect.SendText.class, it -> taken(it, 0));
            host.command("s1", HELLO).pass(Duration.ofSeconds(5));
            String id = host.effects(Effect.SendText.class).getLast().messageId();
            host.page(new PageEvent.MessageAck(id, "chat", Event.AckLevel.SENT));
            assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        }

        @Test
        void aRefusedSend_fails() {
            var host = HostHarness.started()
                    .ready()
                    .on(
                            Effect.SendText.class,
                            it -> Optional.of(new Input.SendAnswered(
                                    new CallResult.Refused<>("NOT_ON_WHATSAPP", "the number is not on WhatsApp"))));
            host.command("s1", HELLO);
            assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.FAILED);
            assertThat(host.lastOutcome().code()).isEqualTo("NOT_ON_WHATSAPP");
        }

        @Test
        void aConnectionThatBlinks_isNoVerdict() {
            var host = HostHarness.started()
                    .ready()
                    .on(
                            Effect.SendText.class,
                            it -> Optional.of(new Input.SendAnswered(
                                    new CallResult.Refused<>("NOT_CONNECTED", "no connection"))));
            host.command("s1", HELLO).pass(Duration.ofSeconds(2));
            assertThat(host.outcomes()).hasSize(1);
            host.normally(Effect.SendText.class).pass(Duration.ofSeconds(1));
            assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        }

        @Test
        void aMessageThatCanNotBeLookedUp_endsUnknown_andHoldsUpNobodyForEver() {
            var host = HostHarness.orphaned()
                    .ready()
                    .on(Effect.Find.class, it -> Optional.of(new Input.FindAnswered(new CallResult.Lost<>("throws"))));
            host.command("s1", HELLO).pass(Duration.ofSeconds(62));
            assertThat(host.lastOutcome().code()).isEqualTo("LOOKUP_FAILED");
            assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.UNKNOWN);
        }

        @Test
        void aCallWithoutAnAnswer_isLookedUpBeforeItIsRepeated() {
            var host = HostHarness.started()
                    .ready()
                    .on(
                            Effect.SendText.class,
                            it -> Optional.of(new Input.SendAnswered(new CallResult.Lost<>("time-out"))));
            host.command("s1", HELLO).normally(Effect.SendText.class).pass(Duration.ofSeconds(1));
            assertThat(host.effects(Effect.Find.class)).hasSize(1);
            assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
            assertThat(host.effects(Effect.SendText.class))
                    .extracting(Effect.SendText::messageId)
                    .hasSize(2)
                    .containsOnly(host.lastOutcome().result().get("messageId"));
        }

        @Test
        void aRepetitionThatIsRefusedAfterALostCall_isUnknown() {
            var host = HostHarness.started()
                    .ready()
                    .on(
                            Effect.SendText.class,
                            it -> Optional.of(new Input.SendAnswered(new CallResult.Lost<>("time-out"))));
            host.command("s1", HELLO)
                    .on(
                            Effect.SendText.class,
                            it -> Optional.of(new Input.SendAnswered(new CallResult.Refused<>("SEND_REFUSED", "no"))))
                    .pass(Duration.ofSeconds(1));
            assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.UNKNOWN);
        }

        @Test
        void theFirstCommandOfANewOwner_isLookedUp_andNotSentAgainWhereItIsFound() {
            var host = HostHarness.orphaned()
                    .ready()
                    .on(
                            Effect.Find.class,
                            it -> Optional.of(new Input.FindAnswered(
                                    new CallResult.Done<>(Optional.of(new SentMessage(it.messageId(), "chat", 2))))));
            host.command("s1", HELLO).command("s2", HELLO);
            assertThat(host.outcomes())
                    .extracting(Event.Outcome::status)
                    .containsOnly(OutcomeStatus.SUCCEEDED)
                    .hasSize(2);
            assertThat(host.sentTexts).as("only the second one").hasSize(1);
            assertThat(host.effects(Effect.Find.class)).hasSize(1);
        }

        @Test
        void aCommandPastItsDeadline_isExpired_butLookedUpFirstWhereItMayHaveBeenSent() {
            var fresh = HostHarness.started().ready();
            fresh.command("s1", HELLO, fresh.wall().minusSeconds(1));
            assertThat(fresh.lastOutcome().status()).isEqualTo(OutcomeStatus.EXPIRED);
            assertThat(fresh.effects(Effect.Find.class)).isEmpty();

            var orphan = HostHarness.orphaned().ready();
            orphan.command("s1", HELLO, orphan.wall().minusSeconds(1));
            assertThat(orphan.lastOutcome().status()).isEqualTo(OutcomeStatus.EXPIRED);
            assertThat(orphan.effects(Effect.Find.class)).hasSize(1);
            assertThat(orphan.sentTexts).isEmpty();
        }

        @Test
        void whileACodeWaitsToBeScanned_aSendIsRejected() {
            var host = HostHarness.started().begin().command("start", new Command.Start(null));
            host.page(new PageEvent.QrCode("2@code", host.wall().plusSeconds(60)))
                    .command("s1", HELLO);
            assertThat(host.lastOutcome().code()).isEqualTo("SESSION_NOT_LINKED");
        }

        @Test
        void whileTheSessionComesBack_aSendWaits() {
            var host = HostHarness.orphaned().begin().command("s1", HELLO).pass(Duration.ofSeconds(10));
            assertThat(host.outcomes()).isEmpty();
            host.page(new PageEvent.Ready(HostHarness.ACCOUNT)).pass(Duration.ofSeconds(1));
            assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        }

        @Test
        void anIdThatWasAnsweredBefore_getsNoSecondOutcome() {
            var host = HostHarness.started().ready().command("s1", HELLO).command("s1", HELLO);
            assertThat(host.outcomes()).hasSize(2); // start and the first send
            assertThat(host.sentTexts).hasSize(1);
            assertThat(host.mailbox().size()).isZero();
        }

        @Test
        void pastItsLocalValidity_nothingIsBegun() {
            var host = HostHarness.started()
                    .ready()
                    .passUnrenewed(Duration.ofSeconds(13))
                    .command("s1", HELLO);
            assertThat(host.sentTexts).isEmpty();
            host.pass(Duration.ofMillis(200));
            assertThat(host.sentTexts).containsExactly("hello");
        }

        @Test
        void anOutcomeThatWasNotAcknowledged_isPublishedAgain_theSame() {
            var host = HostHarness.started()
                    .ready()
                    .on(
                            Effect.TellOutcome.class,
                            it -> Optional.of(new Input.OutcomeTold(new Input.Answer.Nothing<>())));
            host.command("s1", HELLO).normally(Effect.TellOutcome.class).pass(Duration.ofSeconds(1));
            assertThat(host.effects(Effect.TellOutcome.class).stream()
                            .map(it -> it.message())
                            .filter(it -> it.id().equals("s1")))
                    .hasSize(2)
                    .allMatch(it -> it.equals(
                            host.effects(Effect.TellOutcome.class).getLast().message()));
            assertThat(host.sentTexts).hasSize(1);
        }
    }

    @Nested
    class Closing {
        @Test
        void aClose_storesTheProfileOfTheClosedBrowser_thenAnswers_thenGivesUp() {
            var host = HostHarness.started().ready().command("close", new Command.Close());
            assertThat(host.effects)
                    .filteredOn(it -> it instanceof Effect.ClosePage
                            || it instanceof Effect.StoreClosed
                            || it instanceof Effect.GiveUp)
                    .extracting(Object::getClass)
                    .containsExactly(Effect.ClosePage.class, Effect.StoreClosed.class, Effect.GiveUp.class);
            assertThat(host.lastOutcome().mode()).isEqualTo(Mode.CLOSING);
            assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
            assertThat(host.states()).last().isEqualTo(SessionState.CLOSED);
            assertThat(host.profileStored).isTrue();
        }

        @Test
        void whileTheStoreIsAway_aCloseWaits_andNothingIsLost() {
            var host = HostHarness.started()
                    .ready()
                    .on(Effect.StoreClosed.class, it -> Optional.of(new Input.Stored(false)));
            host.command("close", new Command.Close()).pass(Duration.ofSeconds(10));
            assertThat(host.outcomes()).hasSize(1);
            host.normally(Effect.StoreClosed.class).pass(Duration.ofSeconds(3));
            assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
        }

        @Test
        void whatAdmissionLetInMeanwhile_isAnsweredBeforeTheSessionIsGivenUp() {
            var host = HostHarness.started()
                    .ready()
                    .on(Effect.GiveUp.class, it -> Optional.of(new Input.GaveUp(got(LeaseStore.GiveUp.MORE))));
            host.command("close", new Command.Close()).command("late", HELLO);
            assertThat(host.lastOutcome().code()).isEqualTo("SESSION_NOT_RUNNING");
            host.normally(Effect.GiveUp.class).pass(Duration.ofSeconds(1));
            assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
        }

        @Test
        void aGiveUpWithoutAnAnswer_isOnlyRepeated() {
            var host = HostHarness.started()
                    .ready()
                    .on(Effect.GiveUp.class, it -> Optional.of(new Input.GaveUp(new Input.Answer.Nothing<>())));
            host.command("close", new Command.Close()).command("late", HELLO).pass(Duration.ofSeconds(2));
            assertThat(host.outcomes()).hasSize(2);
            assertThat(host.effects(Effect.GiveUp.class))
                    .hasSizeGreaterThan(2)
                    .containsOnly(host.effects(Effect.GiveUp.class).getFirst());
        }

        @Test
        void aStartThatComesWhileTheSessionCloses_opensItAgain() {
            var host = HostHarness.started()
                    .ready()
                    .on(Effect.GiveUp.class, it -> Optional.of(new Input.GaveUp(got(LeaseStore.GiveUp.MORE))));
            host.command("close", new Command.Close()).command("again", new Command.Start(null));
            assertThat(host.lastOutcome().mode()).isEqualTo(Mode.OPEN);
            host.page(new PageEvent.Ready(HostHarness.ACCOUNT)).command("s1", HELLO);
            assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
        }

        @Test
        void aLogOut_unlinksTheDevice_andDeletesTheProfileAfterItsOutcome() {
            var host = HostHarness.started()
                    .ready()
                    .pass(Duration.ofSeconds(3))
                    .on(Effect.LogOut.class, it -> Optional.of(new Input.LogOutAnswered(done())));
            host.command("logout", new Command.LogOut());
            assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.SUCCEEDED);
            assertThat(host.effects)
                    .filteredOn(it -> it instanceof Effect.TellOutcome || it instanceof Effect.Purge)
                    .last()
                    .isInstanceOf(Effect.Purge.class);
            assertThat(host.states()).last().isEqualTo(SessionState.LOGGED_OUT);
            assertThat(host.profileStored).isFalse();
        }

        @Test
        void aStartBehindALogOut_findsNoCredentials() {
            var host = HostHarness.started()
                    .ready()
                    .pass(Duration.ofSeconds(8))
                    .on(Effect.LogOut.class, it -> Optional.empty());
            host.command("logout", new Command.LogOut()).command("again", new Command.Start(null));
            host.feed(new Input.LogOutAnswered(done())).pass(Duration.ofSeconds(1));
            assertThat(host.lastOutcome().mode()).isEqualTo(Mode.OPEN);
            assertThat(host.effects(Effect.OpenPage.class)).hasSize(2).last().matches(it -> !it.linked());
        }

        @Test
        void aLogOutThatWhatsAppDoesNotAnswer_fails_andKeepsTheCredentials() {
            var host = HostHarness.started().ready().pass(Duration.ofSeconds(3));
            host.command("logout", new Command.LogOut()).pass(Duration.ofSeconds(40));
            assertThat(host.lastOutcome().code()).isEqualTo("LOGOUT_FAILED");
            assertThat(host.effects(Effect.Purge.class)).isEmpty();
        }

        @Test
        void aDestroyOfAStoppedSession_opensItsPageToUnlinkTheDevice() {
            var host = HostHarness.orphaned();
            host.inheritance = HostHarness.inheritance(Mode.CLOSING, 9, 10, SessionState.CLOSED);
            host.on(Effect.LogOut.class, it -> Optional.of(new Input.LogOutAnswered(done())));
            host.begin().command("destroy", new Command.Destroy()).page(new PageEvent.Ready(HostHarness.ACCOUNT));
            assertThat(host.effects(Effect.LogOut.class)).hasSize(1);
            assertThat(host.states()).last().isEqualTo(SessionState.DESTROYED);
            assertThat(host.ended).isEqualTo(Effect.Reason.GIVEN_UP);
            assertThat(host.profileStored).isFalse();
        }
    }

    @Nested
    class Failing {
        @Test
        void aLostLease_endsTheHostAtOnce() {
            var host = HostHarness.started().ready().feed(new Input.LeaseLost());
            assertThat(host.ended).isEqualTo(Effect.Reason.LOST);
        }

        @Test
        void aDrain_closesTheBrowser_stores_andReleases() {
            var host = HostHarness.started().ready().feed(new Input.Drain());
            assertThat(host.effects)
                    .filteredOn(it -> it instanceof Effect.ClosePage
                            || it instanceof Effect.StoreClosed
                            || it instanceof Effect.Release)
                    .extracting(Object::getClass)
                    .containsExactly(Effect.ClosePage.class, Effect.StoreClosed.class, Effect.Release.class);
            assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
        }

        @Test
        void aDrainLeavesACommandThatHasNotBegun_toTheNextOwner() {
            var host = HostHarness.orphaned().begin().command("s1", HELLO).feed(new Input.Drain());
            assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
            assertThat(host.outcomes()).isEmpty();
        }

        @Test
        void aCrashedBrowser_isOpenedAgain_onTheSameProfile() {
            var host = HostHarness.started()
                    .ready()
                    .page(new PageEvent.Crashed("gone"))
                    .pass(Duration.ofSeconds(1));
            assertThat(host.effects(Effect.OpenPage.class)).hasSize(2);
            assertThat(host.effects(Effect.Restore.class)).hasSize(1);
            assertThat(host.states()).contains(SessionState.DISCONNECTED);
        }

        @Test
        void aDrainOfALoggedOutSession_leavesItLoggedOut() {
            var host = HostHarness.started().ready().pass(Duration.ofSeconds(3));
            host.page(new PageEvent.LoggedOut("removed")).feed(new Input.Drain());
            assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
            assertThat(host.states()).last().isEqualTo(SessionState.LOGGED_OUT);
        }

        @Test
        void whatWasToldBeforeADrain_isPublishedBeforeTheSessionIsReleased() {
            var host = HostHarness.started().ready().on(Effect.Flush.class, it -> Optional.empty());
            host.feed(new Input.Drain()).pass(Duration.ofSeconds(1));
            assertThat(host.effects(Effect.Release.class)).isEmpty();
            host.feed(new Input.Flushed());
            assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
        }

        @Test
        void aStartThatWaitsForTheStore_doesNotHoldUpADrain() {
            var host = HostHarness.started()
                    .on(
                            Effect.Restore.class,
                            it -> Optional.of(new Input.Restored(new Input.RestoreResult.Unavailable("away"))));
            host.begin().command("start", new Command.Start(null)).feed(new Input.Drain());
            assertThat(host.ended).isEqualTo(Effect.Reason.RELEASED);
            assertThat(host.outcomes()).isEmpty();
        }

        @Test
        void aProfileThatACrashHasBroken_isNotStoredOverTheGoodOne() {
            var host = HostHarness.started().ready().pass(Duration.ofSeconds(8));
            host.page(new PageEvent.Crashed("gone")).pass(Duration.ofSeconds(1));
            host.page(new PageEvent.ProfileBroken("no sentinel")).pass(Duration.ofSeconds(90));
            assertThat(host.effects(Effect.StoreClosed.class)).isEmpty();
            assertThat(host.effects(Effect.Checkpoint.class)).hasSize(1);
            assertThat(host.states()).last().isEqualTo(SessionState.FAILED);
        }

        @Test
        void aStoreThatIsAwayAtARestore_isNoReasonForAQr() {
            var host = HostHarness.orphaned()
                    .on(
                            Effect.Restore.class,
                            it -> Optional.of(new Input.Restored(new Input.RestoreResult.Unavailable("away"))));
            host.begin().pass(Duration.ofSeconds(5));
            assertThat(host.states()).last().isEqualTo(SessionState.QUEUED);
            assertThat(host.effects(Effect.OpenPage.class)).isEmpty();
            host.normally(Effect.Restore.class).pass(Duration.ofSeconds(3));
            assertThat(host.effects(Effect.OpenPage.class)).hasSize(1).allMatch(Effect.OpenPage::linked);
        }

        @Test
        void aDamagedProfile_isFailed_andNothingIsStoredOrDeleted() {
            var host = HostHarness.orphaned()
                    .begin()
                    .page(new PageEvent.ProfileBroken("no sentinel"))
                    .pass(Duration.ofSeconds(5));
            assertThat(host.states()).last().isEqualTo(SessionState.FAILED);
            assertThat(host.effects(Effect.StoreClosed.class)).isEmpty();
            assertThat(host.effects(Effect.Purge.class)).isEmpty();
            host.command("s1", HELLO);
            assertThat(host.lastOutcome().status()).isEqualTo(OutcomeStatus.UNKNOWN); // a predecessor may have sent it
        }

        @Test
        void aDeviceThatThePhoneHasRemoved_isPurged_andAStartAsksForANewCode() {
            var host = HostHarness.started().ready().pass(Duration.ofSeconds(3));
            host.page(new PageEvent.LoggedOut("removed"));
            assertThat(host.states()).last().isEqualTo(SessionState.LOGGED_OUT);
            assertThat(host.profileStored).isFalse();
            host.command("s1", HELLO);
            assertThat(host.lastOutcome().code()).isEqualTo("SESSION_LOGGED_OUT");
            host.command("again", new Command.Start(null));
            assertThat(host.effects(Effect.OpenPage.class)).last().matches(it -> !it.linked());
        }

        @Test
        void soonAfterPairing_theProfileIsStored_andEveryMinuteAfterwards() {
            var host = HostHarness.started().ready().pass(Duration.ofSeconds(8));
            assertThat(host.effects(Effect.Checkpoint.class)).hasSize(1);
            host.pass(Duration.ofSeconds(61));
            assertThat(host.effects(Effect.Checkpoint.class)).hasSize(2);
        }
    }

    /** A call that answers nothing but that it was done. */
    @SuppressWarnings("NullAway")
    private static CallResult<Void> done() {
        return new CallResult.Done<>(null);
    }

    private static Optional<Input> taken(Effect.SendText send, int ack) {
        return Optional.of(
                new Input.SendAnswered(new CallResult.Done<>(new SentMessage(send.messageId(), "chat", ack))));
    }

    private static OutcomeLog.Entry entry(long position, int epoch, long offset, String command) {
        var outcome = new Event.Outcome(
                OutcomeStatus.SUCCEEDED, "OK", null, "type", 0, Long.toString(offset), Mode.OPEN, Map.of());
        return new OutcomeLog.Entry(position, new Epoch(epoch), new CommandId(command), outcome);
    }
}
