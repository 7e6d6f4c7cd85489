package io.rookery.worker.media;

/** A file can't be sent; trying again does not help. The message is for the person who sent the command, and holds nothing secret. */
public final class MediaRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code stable, such as {@code MEDIA_TOO_LARGE} */
    public MediaRefused(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
