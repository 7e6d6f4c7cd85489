package io.rookery.worker.app;

import io.rookery.events.WorkerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The lives of the processes on a data directory whose leases were not ended yet, in the file {@code lives}: a line {@code worker incarnation} each. A life is noted before it can own anything. Whoever
 * holds the directory's lock knows that all of them but its own are over.
 */
final class Lives {
    /** One life of a worker's process. */
    record Life(WorkerId worker, String incarnation) {}

    private final Path file;
    private final Path bootFile;
    private final List<Life> earlier;
    private final Life own;
    private final boolean sameBoot;

    private Lives(Path directory, Life own, String boot) throws IOException {
        this.file = directory.resolve("lives");
        this.bootFile = directory.resolve("boot");
        this.own = own;
        this.earlier = read();
        this.sameBoot = !boot.isEmpty()
                && Files.exists(bootFile)
                && Files.readString(bootFile).strip().equals(boot);
        Files.writeString(
                file,
                own.worker() + " " + own.incarnation() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        Files.writeString(bootFile, boot + "\n");
    }

    /** @param boot names the run of the machine's kernel; empty where that is not known */
    static Lives begin(Path directory, WorkerId worker, String incarnation, String boot) throws IOException {
        return new Lives(directory, new Life(worker, incarnation), boot);
    }

    /** The kernel's own name for its run; empty where there is none. */
    static String boot() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private List<Life> read() throws IOException {
        List<Life> lives = new ArrayList<>();
        if (!Files.exists(file)) return lives;
        for (String line : Files.readAllLines(file)) {
            String[] parts = line.split(" ");
            if (parts.length == 2) lives.add(new Life(new WorkerId(parts[0]), parts[1]));
        }
        return lives;
    }

    List<Life> earlier() {
        return List.copyOf(earlier);
    }

    /** Whether the machine has not been started anew since the last life: a power cut may have taken what was not on the disk yet. */
    boolean isSameBoot() {
        return sameBoot;
    }

    /** The leases of all earlier lives are ended. */
    void forgetEarlier() throws IOException {
        Path draft =
                Files.writeString(file.resolveSibling("lives.draft"), own.worker() + " " + own.incarnation() + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
