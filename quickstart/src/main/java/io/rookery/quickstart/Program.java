package io.rookery.quickstart;

import io.rookery.quickstart.process.JavaCommand;
import io.rookery.quickstart.process.PrivateFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    private @Nullable StartCache cache;

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
        PrivateFiles.write(
                settingsFile(),
                new TreeMap<>(settings)
                        .entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + escaped(entry.getValue()) + "\n")
                                .collect(Collectors.joining()));
        Path unpacked = UnpackedJar.of(jar.get());
        if (cache == null) {
            cache = new StartCache(unpacked);
        }
        List<String> command = JavaCommand.jar(unpacked, heapMegabytes, cache.flags());
        command.addAll(arguments());
        return command;
    }

    private List<String> arguments() {
        return List.of(
                "--spring.config.additional-location=" + settingsFile().toUri(), "--spring.main.banner-mode=off");
    }

    private Path settingsFile() {
        return directory().resolve(name() + ".properties");
    }

    /**
     * What a rehearsal must be told beside the settings, so that it gets in nobody's way.
     *
     * @param scratch a folder of its own
     */
    abstract Map<String, String> forRehearsal(Path scratch);

    @Override
    final void started() {
        if (cache == null) {
            return;
        }
        cache.rehearse(heapMegabytes, environment(), scratch -> {
            var all = new ArrayList<>(arguments());
            forRehearsal(scratch).forEach((property, value) -> all.add("--" + property + "=" + value));
            return all;
        });
    }

    @Override
    final void stopping() {
        if (cache != null) {
            cache.stop();
        }
    }

    /** Whether its next start is a quick one. The first one after a build is not, and some seconds after it neither. */
    public final boolean startsQuickly() {
        return cache != null && cache.exists();
    }

    /** For Java's format of property files. */
    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n");
    }
}
