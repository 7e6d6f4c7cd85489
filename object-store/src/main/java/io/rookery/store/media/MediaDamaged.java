package io.rookery.store.media;

/** What lies in the store under a file's name is not what was put there: changed, cut off, another one's, or of a later format. Trying again does not help. */
public final class MediaDamaged extends Exception {
    private static final long serialVersionUID = 1L;

    public MediaDamaged(String message) {
        super(message);
    }
}
