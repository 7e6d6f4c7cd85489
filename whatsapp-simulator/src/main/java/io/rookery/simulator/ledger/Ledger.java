package io.rookery.simulator.ledger;

import io.vertx.core.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything that happened, in order, each entry with the next sequence number and a time. Entries are written to
 * {@code ledger.ndjson} before anybody hears of what they tell. Not safe for several threads.
 */
public final class Ledger implements AutoCloseable {

    private final List<JsonObject> entries = new ArrayList<>();
    private final InstantSource clock;
    private final @Nullable BufferedWriter file;
    private long sequence;

    private Ledger(InstantSource clock, @Nullable BufferedWriter file) {
        this.clock = clock;
        this.file = file;
    }

    /** Continues the ledger of a directory, or starts one in memory. */
    public static Ledger open(Optional<Path> directory, InstantSource clock) {
        if (directory.isEmpty()) {
            return new Ledger(clock, null);
        }
        try {
            Files.createDirectories(directory.get());
            Path path = directory.get().resolve("ledger.ndjson");
            List<JsonObject> known = new ArrayList<>();
            if (Files.exists(path)) {
                String text = Files.readString(path);
                String whole = text.substring(0, text.lastIndexOf('\n') + 1);
                whole.lines().forEach(line -> known.add(new JsonObject(line)));
                if (whole.length() < text.length()) {
                    Files.writeString(path, whole); // the writer was killed within its last line
                }
            }
            Ledger ledger = new Ledger(
                    clock,
                    Files.newBufferedWriter(
                            path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
            ledger.entries.addAll(known);
            ledger.sequence = known.isEmpty() ? 0 : known.getLast().getLong("seq");
            return ledger;
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger cannot be opened in " + directory.get(), e);
        }
    }

    /** Adds an entry of a type with the given fields; fields without a value are left out. */
    public void add(String type, JsonObject fields) {
        JsonObject entry = new JsonObject()
                .put("seq", ++sequence)
                .put("at", clock.instant().toString())
                .put("type", type);
        fields.forEach(field -> {
            if (field.getValue() != null) {
                entry.put(field.getKey(), field.getValue());
            }
        });
        entries.add(entry);
        write(entry);
    }

    /** The entries with a sequence number above the given one, oldest first. */
    public List<JsonObject> after(long seq) {
        int from = 0;
        int to = entries.size();
        while (from < to) { // sequence numbers only grow
            int middle = (from + to) >>> 1;
            if (entries.get(middle).getLong("seq") <= seq) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return List.copyOf(entries.subList(from, entries.size()));
    }

    private void write(JsonObject entry) {
        if (file == null) {
            return;
        }
        try {
            file.write(entry.encode());
            file.write('\n');
            file.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger cannot be written", e);
        }
    }

    @Override
    public void close() {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger cannot be closed", e);
        }
    }
}
