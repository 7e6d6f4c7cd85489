package io.rookery.worker.profile.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a profile, by path. */
final class Contents {
    static final String DB = "Default/IndexedDB/db/";
    static final String LOG = DB + "000100.log";
    private static final int TABLES = 3;
    private static final int LOG_CHARACTERS = 60_000;

    private Contents() {}

    /** Some tables that stay, one that this version has alone, and a log that is another one each time. */
    static Map<String, String> version(int version) {
        Map<String, String> files = new TreeMap<>();
        for (int table = 0; table < TABLES; table++) files.put(DB + "00000" + table + ".ldb", "table " + table);
        files.put(DB + "00001" + version + ".ldb", "only in " + version);
        files.put(LOG, log("version " + version));
        return files;
    }

    /** Large, and hardly smaller once it is packed. */
    static String log(String what) {
        var random = new Random(what.hashCode());
        var text = new StringBuilder(what);
        while (text.length() < LOG_CHARACTERS) text.append(Long.toString(random.nextLong(), 36));
        return text.toString();
    }

    static void write(Path profile, Map<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            Path place = profile.resolve(file.getKey());
            Files.createDirectories(place.getParent());
            Files.writeString(place, file.getValue());
        }
    }

    static Map<String, String> read(Path profile) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(profile)) {
            for (Path file : all.filter(Files::isRegularFile).toList())
                files.put(profile.relativize(file).toString(), Files.readString(file));
        }
        return files;
    }
}
