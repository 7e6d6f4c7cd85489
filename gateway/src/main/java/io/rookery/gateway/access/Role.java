package io.rookery.gateway.access;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a key's holder is. Each role may all that the one below it may. */
public enum Role {
    /** Looks. */
    VIEWER(EnumSet.of(
            Permission.SESSION_READ, Permission.MESSAGE_READ, Permission.MEDIA_READ, Permission.WEBHOOK_READ)),
    /** Works with sessions and messages. */
    OPERATOR(VIEWER, EnumSet.of(Permission.SESSION_CONNECT, Permission.MESSAGE_SEND, Permission.MEDIA_WRITE)),
    /** Runs a tenant. */
    ADMIN(
            OPERATOR,
            EnumSet.of(
                    Permission.SESSION_DELETE,
                    Permission.WEBHOOK_MANAGE,
                    Permission.KEY_READ,
                    Permission.KEY_MANAGE,
                    Permission.AUDIT_READ)),
    /** Runs the cluster. Sees the sessions of its own tenant only, as everybody; but may make keys for any. */
    OWNER(ADMIN, EnumSet.of(Permission.CLUSTER_READ, Permission.CLUSTER_MANAGE));

    private final Set<Permission> permissions;

    Role(Set<Permission> permissions) {
        this.permissions = Set.copyOf(permissions);
    }

    Role(Role below, Set<Permission> more) {
        EnumSet<Permission> all = EnumSet.copyOf(more);
        all.addAll(below.permissions);
        this.permissions = Set.copyOf(all);
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /** @param word as {@link #word()} has it */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
    }

    public Set<Permission> permissions() {
        return permissions;
    }

    /** {@code owner}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
