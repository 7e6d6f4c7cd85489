package io.rookery.systest.world;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals that Java does not send. */
public final class Signals {
    private Signals() {}

    /** SIGSTOP: the process stands still, and everybody else goes on. */
    public static void stop(long pid) {
        send("STOP", pid);
    }

    /** SIGCONT. */
    public static void go(long pid) {
        send("CONT", pid);
    }

    private static void send(String signal, long pid) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .inheritIO()
                    .start();
            if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0)
                throw new IllegalStateException("process " + pid + " did not get the signal " + signal);
        } catch (IOException e) {
            throw new IllegalStateException("signals cannot be sent", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
