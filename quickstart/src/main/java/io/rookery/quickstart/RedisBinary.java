package io.rookery.quickstart;

import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.process.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Finds a Redis server ≥ 7: the system's, else the static one that the build has fetched. */
final class RedisBinary {
    private static final Pattern VERSION = Pattern.compile("\\bv=(\\d+)\\.");
    private static final int OLDEST_MAJOR = 7;
    private static final String BUNDLED = "redis-server-7.0.15-";

    private RedisBinary() {}

    /** @param directory gets the static binary where it is needed */
    static Path find(Path directory) {
        return Programs.find("redis-server").filter(RedisBinary::isNewEnough).orElseGet(() -> unpack(directory));
    }

    private static boolean isNewEnough(Path program) {
        try {
            Process process = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            return majorVersion(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .filter(major -> major >= OLDEST_MAJOR)
                    .isPresent();
        } catch (IOException cannotRun) {
            return false;
        }
    }

    static Optional<Integer> majorVersion(String versionLine) {
        var matcher = VERSION.matcher(versionLine);
        return matcher.find() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    /** The name of the static binary for a system, as Java names systems and processors. */
    static String bundledName(String system, String processor) {
        String os = system.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        return BUNDLED + os + (processor.equals("aarch64") ? "-arm64" : "-amd64");
    }

    private static Path unpack(Path directory) {
        String name = bundledName(System.getProperty("os.name"), System.getProperty("os.arch"));
        Path program = directory.resolve(name);
        if (Files.isExecutable(program)) {
            return program;
        }
        try (var jar = new ZipFile(Artifacts.embeddedRedis().toFile())) {
            ZipEntry entry = jar.getEntry(name);
            if (entry == null) {
                throw new PartFailed("no Redis for this system: install redis-server 7 or newer");
            }
            Path draft = directory.resolve(name + ".draft");
            Files.copy(jar.getInputStream(entry), draft, StandardCopyOption.REPLACE_EXISTING);
            if (!draft.toFile().setExecutable(true, true)) {
                throw new PartFailed("cannot make " + draft + " executable");
            }
            return Files.move(draft, program, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new PartFailed("cannot unpack Redis into " + directory + ": " + e.getMessage(), e);
        }
    }
}
