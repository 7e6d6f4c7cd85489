package io.rookery.worker.browser;

import io.rookery.events.Command;
import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.events.WorkerId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a page is opened with.
 *
 * @param profile the Chromium user-data directory of this session and epoch; exists, is used by nobody else
 * @param linked whether this profile has been linked to an account before. Then a page that lost its sentinel record reports {@link PageEvent.ProfileBroken}, and never a QR code
 * @param pairing how to link a device where there is none
 * @param proxy through which the browser reaches WhatsApp; null for none
 * @param deadline until when the page may act, shared with the caller, who moves it on from the first moment
 */
public record PageRequest(
        SessionId session,
        Epoch epoch,
        WorkerId worker,
        Path profile,
        boolean linked,
        Command.Pairing pairing,
        Command.@Nullable Proxy proxy,
        PageDeadline deadline) {

    public PageRequest(
            SessionId session,
            Epoch epoch,
            WorkerId worker,
            Path profile,
            boolean linked,
            Command.Pairing pairing,
            PageDeadline deadline) {
        this(session, epoch, worker, profile, linked, pairing, null, deadline);
    }
}
