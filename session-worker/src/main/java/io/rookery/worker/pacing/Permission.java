package io.rookery.worker.pacing;

import java.time.Instant;

/** Whether a message may leave now. */
public sealed interface Permission {
    Permission GRANTED = new Granted();

    /** The code of what WhatsApp itself holds back. */
    String WHATSAPP_RESTRICTED = "WHATSAPP_RESTRICTED";

    record Granted() implements Permission {}

    /** Ask again then: it is soon, and the message is worth the wait. */
    record Later(Instant at) implements Permission {}

    /**
     * Not with this command.
     *
     * @param code stable, for programs
     * @param retryAt when there is room again, if nothing else is sent before
     */
    record Refused(String code, String text, Instant retryAt) implements Permission {}
}
