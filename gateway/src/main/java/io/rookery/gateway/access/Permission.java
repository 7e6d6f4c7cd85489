package io.rookery.gateway.access;

import java.util.Locale;

/** What a caller may do, by the names that keys, documents and answers use: {@code session:read}. */
public enum Permission {
    /** See sessions, their health, users and commands. */
    SESSION_READ,
    /** Start, restart and close sessions, and see their codes: who sees a code can link a phone. */
    SESSION_CONNECT,
    /** Log sessions out and destroy them. */
    SESSION_DELETE,
    /** Read chats, messages, contacts and events. */
    MESSAGE_READ,
    /** Send, edit, delete, react; typing, seen, presence. */
    MESSAGE_SEND,
    MEDIA_READ,
    MEDIA_WRITE,
    WEBHOOK_READ,
    WEBHOOK_MANAGE,
    KEY_READ,
    KEY_MANAGE,
    AUDIT_READ,
    /** See workers, and the parts of the service. */
    CLUSTER_READ,
    /** Drain workers, move sessions, and make keys for other tenants. */
    CLUSTER_MANAGE;

    /** {@code session:read}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replaceFirst("_", ":");
    }
}
