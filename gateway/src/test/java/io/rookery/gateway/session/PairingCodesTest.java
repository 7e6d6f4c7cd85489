package io.rookery.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.rookery.events.SessionId;
import io.rookery.events.SessionState;
import io.rookery.events.TenantId;
import io.rookery.gateway.Told;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class PairingCodesTest {
    private static final SessionId ALICE = new SessionId("alice");
    private Instant now = Instant.parse("2026-11-20T12:00:00Z");
    private final PairingCodes codes = new PairingCodes((InstantSource) () -> now);

    @Test
    void theNewestCodeCountsUntilItExpires() {
        qr(1, 2, "first");
        qr(1, 3, "second");
        assertThat(codes.current(TenantId.DEFAULT, ALICE))
                .hasValueSatisfying(code -> assertThat(code.code()).isEqualTo("second"));
        now = now.plusSeconds(20);
        assertThat(codes.current(TenantId.DEFAULT, ALICE)).isEmpty();
    }

    @Test
    void aCodeThatIsReadLateDoesNotTakeTheNewerOnesPlace() {
        qr(1, 3, "second");
        qr(1, 2, "first");
        assertThat(codes.current(TenantId.DEFAULT, ALICE))
                .hasValueSatisfying(code -> assertThat(code.code()).isEqualTo("second"));
    }

    @Test
    void aScannedCodeIsTakenBackInWhateverOrderTheTopicsAreRead() {
        qr(1, 2, "first");
        status(1, 3, SessionState.AUTHENTICATED);
        assertThat(codes.current(TenantId.DEFAULT, ALICE)).isEmpty();
        qr(1, 2, "first");
        assertThat(codes.current(TenantId.DEFAULT, ALICE)).isEmpty();
    }

    @Test
    void aStateBeforeTheCodeDoesNotTakeItBack() {
        qr(1, 2, "first");
        status(1, 1, SessionState.INITIALIZING);
        status(1, 3, SessionState.QR_READY);
        assertThat(codes.current(TenantId.DEFAULT, ALICE)).isPresent();
    }

    @Test
    void aNewOwnerTakesTheOldCodesBack() {
        qr(1, 9, "old");
        status(2, 1, SessionState.INITIALIZING);
        assertThat(codes.current(TenantId.DEFAULT, ALICE)).isEmpty();
        qr(2, 2, "new");
        assertThat(codes.current(TenantId.DEFAULT, ALICE)).isPresent();
    }

    @Test
    void aCodeIsOfItsTenantOnly() {
        qr(1, 1, "first");
        assertThat(codes.current(new TenantId("other"), ALICE)).isEmpty();
    }

    @Test
    void aCodeIsNotPrinted() {
        qr(1, 1, "secret");
        assertThat(codes.current(TenantId.DEFAULT, ALICE).toString()).doesNotContain("secret");
    }

    private void qr(int epoch, int seq, String code) {
        codes.on(Told.read(Told.qr("alice", epoch, seq, code, now.plusSeconds(20))));
    }

    private void status(int epoch, int seq, SessionState state) {
        codes.on(Told.read(Told.status("alice", epoch, seq, state)));
    }
}
