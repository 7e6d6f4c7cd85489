package io.rookery.quickstart.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes that outlive us and the terminal. */
public final class Detached {
    private Detached() {}

    /** @param log is begun anew */
    public static Process start(List<String> command, Path log) {
        var all = new ArrayList<String>(Programs.find("setsid")
                .map(setsid -> List.of(setsid.toString()))
                .orElse(List.of("/bin/sh", "-c", "trap '' INT HUP QUIT; exec \"$@\"", "sh")));
        all.addAll(command);
        try {
            return new ProcessBuilder(all)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new PartFailed("cannot start a process: " + e.getMessage(), e);
        }
    }
}
