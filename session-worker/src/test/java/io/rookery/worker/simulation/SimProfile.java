package io.rookery.worker.simulation;

/** What a browser's profile directory holds: a device's credentials, or none (0). */
public final class SimProfile {
    private int credential;
    private boolean linked; // as the worker has noted beside it

    SimProfile(int credential) {
        this.credential = credential;
    }

    public int credential() {
        return credential;
    }

    void linked(int newCredential) {
        credential = newCredential;
    }

    public boolean isLinked() {
        return linked;
    }

    public void linkIsNoted() {
        linked = true;
    }
}
