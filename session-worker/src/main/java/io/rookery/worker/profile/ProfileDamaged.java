package io.rookery.worker.profile;

/** A stored profile is there, but not whole: a checksum, a size or a path is wrong. Never a reason for a new login, and nothing is deleted. */
public sealed class ProfileDamaged extends Exception permits ProfileOfAnotherTenant {
    private static final long serialVersionUID = 1L;

    public ProfileDamaged(String message) {
        super(message);
    }
}
