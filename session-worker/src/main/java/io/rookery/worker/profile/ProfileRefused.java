package io.rookery.worker.profile;

/** What an operator asks for can't be done with the profile as it is. Nothing is wrong with the profile or the store; the message is one line that says what to do. */
public final class ProfileRefused extends Exception {
    private static final long serialVersionUID = 1L;

    public ProfileRefused(String message) {
        super(message);
    }
}
