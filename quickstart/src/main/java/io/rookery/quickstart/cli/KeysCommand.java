package io.rookery.quickstart.cli;

import io.rookery.quickstart.MasterKeyFile;
import io.rookery.quickstart.WorkerTool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds the cluster's keyset file and its store; the work is done by the tool in the worker's jar, which has the cryptography. */
@Command(
        name = "keys",
        description = {
            "The master keys that profiles are encrypted with.",
            "  create FILE    makes a keyset file with one key",
            "  rotate [FILE]  adds a new primary key and wraps all sessions' data keys with it; the cluster may run on",
            "  rewrap [FILE]  does what a rotation that was interrupted has left",
            "  list [FILE]    shows the keys, and how many data keys hang on each"
        },
        mixinStandardHelpOptions = true)
final class KeysCommand extends StoreCommand {
    private static final List<String> ACTIONS = List.of("create", "rotate", "rewrap", "list");

    @Parameters(index = "0", paramLabel = "ACTION", description = "create, rotate, rewrap or list.")
    private String action = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "The keyset file (default: the cluster's own, but not for create).")
    private @Nullable Path file;

    @Option(
            names = "--file-only",
            description =
                    "With rotate: change the file only, so that it can be handed to other machines before rewrap.")
    private boolean fileOnly;

    @Override
    public Integer call() {
        if (!ACTIONS.contains(action)) throw wrong("ACTION must be one of " + String.join(", ", ACTIONS));
        if (action.equals("create") && file == null) throw wrong("create needs a FILE");
        if (fileOnly && !action.equals("rotate")) throw wrong("--file-only belongs to rotate");
        Map<String, String> settings = action.equals("create") || fileOnly ? Map.of() : store();
        Path keyset = file == null ? MasterKeyFile.path(folder()) : file.toAbsolutePath();
        var words = new ArrayList<>(List.of(action, keyset.toString()));
        if (fileOnly) words.add("--file-only");
        return WorkerTool.KEYS.run(folder(), words, settings);
    }
}
