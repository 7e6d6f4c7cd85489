package io.rookery.worker.media;

/** A file was not to be had for now. */
public final class MediaUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code stable, such as {@code STORE_UNAVAILABLE} */
    public MediaUnavailable(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
