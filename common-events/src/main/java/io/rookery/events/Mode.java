package io.rookery.events;

/** Whether a session's commands are carried out (OPEN) or only answered until it is given up (CLOSING). An outcome carries the mode after it; only that counts. */
public enum Mode {
    OPEN,
    CLOSING
}
