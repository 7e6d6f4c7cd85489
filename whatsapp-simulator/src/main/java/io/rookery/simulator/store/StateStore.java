package io.rookery.simulator.store;

import io.vertx.core.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Keyed JSON values in a journal: every change is one appended line, written before the call returns, so a killed
 * process loses nothing that was answered. The journal is compacted when it is opened. Not safe for several threads.
 */
public final class StateStore implements AutoCloseable {

    private final SequencedMap<String, JsonObject> values = new LinkedHashMap<>();
    private final @Nullable BufferedWriter journal;

    private StateStore(@Nullable BufferedWriter journal) {
        this.journal = journal;
    }

    /** Opens the journal of a directory, or keeps everything in memory where there is none. */
    public static StateStore open(Optional<Path> directory) {
        if (directory.isEmpty()) {
            return new StateStore(null);
        }
        try {
            Files.createDirectories(directory.get());
            Path file = directory.get().resolve("state.ndjson");
            SequencedMap<String, JsonObject> found = read(file);
            Path compacted = directory.get().resolve("state.ndjson.new");
            List<String> lines = new ArrayList<>();
            found.forEach((key, value) -> lines.add(line(key, value)));
            Files.write(compacted, lines);
            Files.move(compacted, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            StateStore store =
                    new StateStore(Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND));
            store.values.putAll(found);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException("the data directory cannot be used: " + directory.get(), e);
        }
    }

    private static SequencedMap<String, JsonObject> read(Path file) throws IOException {
        SequencedMap<String, JsonObject> found = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return found;
        }
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            JsonObject entry;
            try {
                entry = new JsonObject(lines.get(i));
            } catch (io.vertx.core.json.DecodeException torn) {
                if (i == lines.size() - 1) {
                    break; // the writer was killed within its last line
                }
                throw torn;
            }
            if (entry.containsKey("v")) {
                found.put(entry.getString("k"), entry.getJsonObject("v"));
            } else {
                found.remove(entry.getString("k"));
            }
        }
        return found;
    }

    /** All values whose key starts with the prefix, oldest key first. */
    public Map<String, JsonObject> all(String prefix) {
        Map<String, JsonObject> found = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key, value);
            }
        });
        return found;
    }

    public void put(String key, JsonObject value) {
        values.put(key, value);
        append(line(key, value));
    }

    public void remove(String key) {
        if (values.remove(key) != null) {
            append(new JsonObject().put("k", key).encode());
        }
    }

    private static String line(String key, JsonObject value) {
        return new JsonObject().put("k", key).put("v", value).encode();
    }

    private void append(String line) {
        if (journal == null) {
            return;
        }
        try {
            journal.write(line);
            journal.write('\n');
            journal.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the state cannot be written", e);
        }
    }

    @Override
    public void close() {
        if (journal == null) {
            return;
        }
        try {
            journal.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the state cannot be closed", e);
        }
    }
}
