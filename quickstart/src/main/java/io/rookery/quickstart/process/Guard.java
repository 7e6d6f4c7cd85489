package io.rookery.quickstart.process;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A small shell process that kills our children when we are gone, for systems without {@code setpriv --pdeathsig}. It reads the children's
 * numbers from a pipe; the pipe ends with us, however we end.
 */
final class Guard {
    private static final String SCRIPT = """
            trap '' INT TERM HUP QUIT
            alive=
            while read -r verb pid; do
              if [ "$verb" = + ]; then alive="$alive $pid"; continue; fi
              rest=
              for p in $alive; do [ "$p" = "$pid" ] || rest="$rest $p"; done
              alive=$rest
            done
            for p in $alive; do kill -9 "$p" 2>/dev/null; done
            """;

    private final OutputStream pipe;

    private Guard(OutputStream pipe) {
        this.pipe = pipe;
    }

    static Guard start() {
        try {
            Process shell = new ProcessBuilder("/bin/sh", "-c", SCRIPT)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new Guard(shell.getOutputStream());
        } catch (IOException e) {
            throw new PartFailed("cannot start the guard of the child processes: " + e.getMessage(), e);
        }
    }

    /** From now on the process is killed when we end; forgotten when it ends before. */
    void watch(Process process) {
        tell("+ " + process.pid());
        var _ = process.onExit().thenRun(() -> tell("- " + process.pid()));
    }

    private synchronized void tell(String line) {
        try {
            pipe.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the guard of the child processes is gone", e);
        }
    }
}
