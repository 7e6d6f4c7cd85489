package io.rookery.worker.profile;

/**
 * The stored profile is whole, but a newer browser major, or a newer Rookery, wrote it, and opening it here could ruin it. Another worker may be able to; nothing is
 * deleted, and no new login is asked for.
 */
public final class ProfileTooNew extends Exception {
    private static final long serialVersionUID = 1L;

    public ProfileTooNew(String message) {
        super(message);
    }
}
