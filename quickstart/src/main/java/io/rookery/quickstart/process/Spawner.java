package io.rookery.quickstart.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Starts processes that do not get the terminal's Ctrl-C and do not outlive us, not even when we are killed.
 *
 * <p>On Linux the kernel kills them ({@code setpriv --pdeathsig KILL}). It does so when the <em>thread</em> that forked ends, so one thread
 * that lives as long as the JVM starts them all. Elsewhere a {@link Guard} does it. Safe for use by many threads.
 */
final class Spawner {
    private static final Spawner SYSTEM = new Spawner(prefixOfThisSystem());

    private final ExecutorService forker = Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().name("forker").daemon().unstarted(task));
    private final Optional<List<String>> prefix;
    private @Nullable Guard guard;

    private Spawner(Optional<List<String>> prefix) {
        this.prefix = prefix;
    }

    static Spawner ofThisSystem() {
        return SYSTEM;
    }

    /** As on a system that knows no {@code setpriv}. */
    static Spawner withGuard() {
        return new Spawner(Optional.empty());
    }

    Process start(ProcessBuilder builder) {
        var command = new ArrayList<String>(
                prefix.orElse(List.of("/bin/sh", "-c", "trap '' INT HUP QUIT; exec \"$@\"", "sh")));
        command.addAll(builder.command());
        builder.command(command);
        try {
            return forker.submit(() -> fork(builder)).get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new PartFailed("cannot start a process: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartFailed("interrupted while starting a process", e);
        }
    }

    private Process fork(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        if (prefix.isEmpty()) {
            if (guard == null) {
                guard = Guard.start();
            }
            guard.watch(process);
        }
        return process;
    }

    private static Optional<List<String>> prefixOfThisSystem() {
        return Programs.find("setsid")
                .flatMap(setsid -> Programs.find("setpriv")
                        .map(setpriv -> List.of(setsid.toString(), setpriv.toString(), "--pdeathsig", "KILL", "--")));
    }
}
