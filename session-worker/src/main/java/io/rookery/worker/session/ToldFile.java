package io.rookery.worker.session;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Beside a profile on this disk: since when its messages are told, and which were. A process that takes the profile over after a crash so tells what its predecessor did not, and
 * nothing else. The file is there once the session is linked. One thread at a time.
 *
 * <pre>
 * 1763713000000            since, epoch milliseconds
 * 1763713005000 3EB0…      a message that is published: its time, and its id
 * </pre>
 */
final class ToldFile {
    private static final String NAME = "rookery-told";
    private final Path file;
    private int lines;

    ToldFile(Path profile) {
        this.file = profile.resolve(NAME);
    }

    /** What was told so far; {@code messages} in the order in which they were published. */
    record Content(Instant since, List<Inbox.Told> messages) {}

    /** Empty where the session was not linked yet. */
    synchronized Optional<Content> read() throws IOException {
        if (!Files.exists(file)) return Optional.empty();
        List<String> text = Files.readAllLines(file, StandardCharsets.UTF_8);
        lines = text.size();
        Instant since = Instant.EPOCH;
        List<Inbox.Told> messages = new ArrayList<>();
        for (String line : text) {
            String[] parts = line.split(" ", 2);
            if (!parts[0].matches("\\d{1,15}")) continue; // torn by the crash: the message is told once more
            Instant time = Instant.ofEpochMilli(Long.parseLong(parts[0]));
            if (parts.length == 1) since = time;
            else messages.add(new Inbox.Told(parts[1], time));
        }
        return Optional.of(new Content(since, messages));
    }

    synchronized void begin(Instant since) throws IOException {
        if (Files.exists(file)) return;
        Files.writeString(file, since.toEpochMilli() + "\n");
        lines = 1;
    }

    synchronized void add(Inbox.Told message) throws IOException {
        if (!Files.exists(file)) return;
        Files.writeString(
                file, message.timestamp().toEpochMilli() + " " + message.id() + "\n", StandardOpenOption.APPEND);
        if (++lines > 2 * Inbox.REMEMBERED) shorten();
    }

    private void shorten() throws IOException {
        Content content = read().orElseThrow();
        int drop = Math.max(0, content.messages().size() - Inbox.REMEMBERED);
        Instant since = content.since();
        for (Inbox.Told old : content.messages().subList(0, drop))
            if (!old.timestamp().isBefore(since)) since = old.timestamp().plusSeconds(1);
        StringBuilder text = new StringBuilder(since.toEpochMilli() + "\n");
        for (Inbox.Told kept :
                content.messages().subList(drop, content.messages().size()))
            text.append(kept.timestamp().toEpochMilli())
                    .append(' ')
                    .append(kept.id())
                    .append('\n');
        Path draft = Files.writeString(file.resolveSibling(NAME + ".draft"), text);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        lines = content.messages().size() - drop + 1;
    }
}
