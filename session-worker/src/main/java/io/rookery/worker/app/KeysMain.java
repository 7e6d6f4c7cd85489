package io.rookery.worker.app;

import io.rookery.startup.StoreProperties;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.s3.S3ObjectStore;
import io.rookery.store.tink.Keyset;
import io.rookery.store.tink.KeysetFile;
import io.rookery.store.tink.KeysetMasterKeys;
import io.rookery.worker.profile.Rewrapping;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The operator's tool for master keys, in the worker's jar and with the worker's settings, of which it needs {@code rookery.store.*} only:
 *
 * <pre>
 * create FILE    a new keyset with one key
 * rotate [FILE]  adds a new primary key, and wraps the sessions' data keys with it; --file-only leaves the second out
 * rewrap [FILE]  wraps with the primary key what is not yet
 * list   [FILE]  the keys, and how many data keys hang on each
 * </pre>
 *
 * Without FILE the settings tell where the keyset is. Exit codes: 0 done, 1 not or not all (one line on standard error for each reason), 2 wrong arguments. Shows ids, never keys.
 */
public final class KeysMain extends OperatorTool {
    private static final String USAGE =
            "usage: create FILE | rotate [FILE] [--file-only] | rewrap [FILE] | list [FILE], and the worker's settings as --name=value";
    private static final String FILE_ONLY = "--file-only";

    KeysMain(PrintStream out, PrintStream err) {
        super("rookery-keys", out, err);
    }

    public static void main(String[] args) {
        System.exit(new KeysMain(System.out, System.err).run(args));
    }

    int run(String... args) {
        Arguments arguments = Arguments.of(Set.of(FILE_ONLY), args);
        List<String> words = arguments.words();
        boolean fileOnly = arguments.options().contains(FILE_ONLY);
        String command = arguments.command();
        boolean known = List.of("create", "rotate", "rewrap", "list").contains(command);
        if (!known || words.size() > 2 || (fileOnly && !command.equals("rotate"))) return wrong(USAGE);
        try {
            if (command.equals("create")) return words.size() == 2 ? create(words.get(1)) : wrong(USAGE);
            StoreProperties store = store(arguments.settings());
            String file = words.size() == 2 ? words.get(1) : orEmpty(store.masterKeyFile());
            String text = orEmpty(store.masterKey());
            if (command.equals("rotate")) {
                if (file.isEmpty()) return wrong("no FILE, and " + MasterKeySettings.FILE + " is not set");
                return rotate(new KeysetFile(Path.of(file)), store, fileOnly);
            }
            if (file.isEmpty() && text.isEmpty())
                return wrong("no FILE, and neither " + MasterKeySettings.FILE + " nor " + MasterKeySettings.TEXT
                        + " is set");
            Keyset keyset = file.isEmpty() ? Keyset.parse(text) : new KeysetFile(Path.of(file)).read();
            return command.equals("rewrap") ? rewrap(keyset, store) : list(keyset, store);
        } catch (FileAlreadyExistsException e) {
            return failed(e.getFile() + " exists already; profiles may hang on its keys, so it stays as it is");
        } catch (StoreUnavailable e) {
            return failed(e.getMessage() + "; what is done stays done: finish with rewrap when the store is there");
        } catch (IOException | KeyUnavailable | RuntimeException e) {
            return failed(e);
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text.strip();
    }

    private int create(String file) throws IOException {
        Keyset keyset = new KeysetFile(Path.of(file)).create();
        out.println("made " + file + " with master key " + keyset.primary());
        out.println("keep a copy of it elsewhere, apart from the store: without it every stored login is lost");
        return 0;
    }

    private int rotate(KeysetFile file, StoreProperties store, boolean fileOnly)
            throws IOException, KeyUnavailable, StoreUnavailable {
        if (fileOnly) return rotate(file);
        // The store is asked first: a rotation that could not go on would be only half of one.
        try (S3ObjectStore objects = StoreConfiguration.checked(store)) {
            int rotated = rotate(file);
            return rotated == 0 ? rewrap(file.read(), objects) : rotated;
        }
    }

    private int rotate(KeysetFile file) throws IOException, KeyUnavailable {
        Keyset keyset = file.rotate();
        out.println("added master key " + keyset.primary() + " to " + file + "; it is the primary now");
        return 0;
    }

    private int rewrap(Keyset keyset, StoreProperties store) throws StoreUnavailable {
        try (S3ObjectStore objects = StoreConfiguration.checked(store)) {
            return rewrap(keyset, objects);
        }
    }

    private int rewrap(Keyset keyset, S3ObjectStore objects) throws StoreUnavailable {
        Rewrapping.Result result = new Rewrapping(objects, KeysetMasterKeys.of(keyset)).run();
        out.println("wrapped " + result.rewrapped() + " data keys of " + result.sessions() + " sessions anew");
        result.failures().forEach((session, why) -> complain("session " + session + ": " + why));
        return result.failures().isEmpty() ? 0 : 1;
    }

    private int list(Keyset keyset, StoreProperties store) throws StoreUnavailable {
        Map<String, Integer> uses;
        try (S3ObjectStore objects = StoreConfiguration.checked(store)) {
            uses = new Rewrapping(objects, KeysetMasterKeys.of(keyset)).uses();
        }
        for (String id : keyset.ids()) {
            line(id, id.equals(keyset.primary()) ? "primary" : "", uses.get(id));
        }
        boolean complete = true;
        for (Map.Entry<String, Integer> use : uses.entrySet()) {
            if (keyset.ids().contains(use.getKey())) continue;
            line(use.getKey(), use.getKey().equals("?") ? "unreadable" : "not in the keyset", use.getValue());
            complete = false;
        }
        return complete ? 0 : 1;
    }

    private void line(String id, String remark, @Nullable Integer uses) {
        out.printf("%-10s  %-17s  %d data keys%n", id, remark, uses == null ? 0 : uses);
    }
}
