package io.rookery.worker.browser.playwright;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Signals, which Java itself can't send: to process groups, and other ones than TERM and KILL. */
final class Posix {
    private static final MethodHandle KILL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    /** Linux numbers. */
    enum Signal {
        KILL(9),
        CONT(18),
        STOP(19);
        private final int number;

        Signal(int number) {
            this.number = number;
        }
    }

    private Posix() {}

    /** Sends a signal; a process that is gone already is no error. */
    static void signal(long pid, Signal signal) {
        if (pid <= 1) throw new IllegalArgumentException("not a process to signal: " + pid);
        send(pid, signal);
    }

    /** Sends a signal to every process of a group; a group that is gone already is no error. */
    static void signalGroup(long group, Signal signal) {
        if (group <= 1) throw new IllegalArgumentException("not a group to signal: " + group);
        send(-group, signal);
    }

    private static void send(long target, Signal signal) {
        try {
            int ignored = (int) KILL.invokeExact((int) target, signal.number);
        } catch (Throwable e) {
            throw new IllegalStateException("kill(2) can't be called", e);
        }
    }
}
