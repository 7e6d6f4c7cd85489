package io.rookery.worker.command;

import io.rookery.events.SessionId;

/** The command topic as the owner of some sessions reads it: exactly their partitions. Safe for use by many threads; nothing here blocks. */
public interface CommandLog {

    /** The home partition of a session's commands. */
    int partition(SessionId session);

    /** Fills the mailbox from its next position on. */
    void follow(Mailbox mailbox);

    void unfollow(Mailbox mailbox);

    /** The oldest position that the log still holds in a partition, as of a minute ago at most; 0 where that is not known. */
    long start(int partition);
}
