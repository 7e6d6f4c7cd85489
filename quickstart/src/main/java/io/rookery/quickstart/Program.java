package io.rookery.quickstart;

import io.rookery.quickstart.process.JavaCommand;
import io.rookery.quickstart.process.PrivateFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One of our own Spring Boot programs. Its settings, secrets among them, are handed over in a file that only the owner may read. */
abstract class Program extends ChildPart {
    private final Supplier<Path> jar;
    private final int heapMegabytes;
    private final Map<String, String> settings;
    private @Nullable ClassArchive archive;

    /** @param jar asked at each start */
    Program(
            String name,
            Path directory,
            Supplier<Path> jar,
            int heapMegabytes,
            Duration stopTimeout,
            Map<String, String> settings) {
        super(name, directory, stopTimeout);
        this.jar = jar;
        this.heapMegabytes = heapMegabytes;
        this.settings = Map.copyOf(settings);
    }

    /** What the program is started with, by property name. Holds secrets. */
    public final Map<String, String> settings() {
        return settings;
    }

    @Override
    final List<String> prepare() {
        Path file = directory().resolve(name() + ".properties");
        PrivateFiles.write(
                file,
                new TreeMap<>(settings)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + escaped(entry.getValue()) + "\n")
                                .collect(Collectors.joining()));
        Path unpacked = UnpackedJar.of(jar.get());
        if (archive == null) {
            archive = new ClassArchive(unpacked);
        }
        List<String> command = JavaCommand.jar(unpacked, heapMegabytes, archive.flags());
        command.add("--spring.config.additional-location=" + file.toUri());
        command.add("--spring.main.banner-mode=off");
        return command;
    }

    @Override
    final void ended(int exitCode) {
        if (archive != null) {
            archive.ended(exitCode);
        }
    }

    /** For Java's format of property files. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n");
    }
}
