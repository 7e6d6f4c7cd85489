package io.rookery.events;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a command ended. Every command has exactly one of these. */
public enum OutcomeStatus {
    @JsonProperty("succeeded")
    SUCCEEDED,
    /** It was tried and WhatsApp or the page refused it for good; nothing was done. */
    @JsonProperty("failed")
    FAILED,
    /** It was not tried: it is wrong, or the session's state does not allow it. */
    @JsonProperty("rejected")
    REJECTED,
    /** Its deadline passed before it was tried. */
    @JsonProperty("expired")
    EXPIRED,
    /** It may have been done; nobody can tell any more. */
    @JsonProperty("unknown")
    UNKNOWN
}
