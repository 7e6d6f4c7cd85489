package io.rookery.quickstart.cli;

import io.rookery.quickstart.MasterKeyFile;
import io.rookery.quickstart.WorkerTool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds the cluster's keyset file and its store; the work is done by the tool in the worker's jar, which has the cryptography. */
@Command(
        name = "profiles",
        description = {
            "The profiles in the store of the running cluster.",
            "  list SESSION                      shows a session's generations, the newest first",
            "  restore SESSION EPOCH-GENERATION  makes an older one the current one",
            "  export SESSION FILE               writes the newest whole one into a new file, encrypted with the master key",
            "  import SESSION FILE               makes what was exported the current one",
            "Close the session before restore and import, and start it afterwards. What came after the generation",
            "is not lost before it is collected: three generations are kept."
        },
        mixinStandardHelpOptions = true)
final class ProfilesCommand extends StoreCommand {
    private static final List<String> ACTIONS = List.of("list", "restore", "export", "import");
    private static final Pattern GENERATION = Pattern.compile("\\d{1,10}-\\d{1,10}");

    @Parameters(index = "0", paramLabel = "ACTION", description = "list, restore, export or import.")
    private String action = "";

    @Parameters(index = "1", paramLabel = "SESSION", description = "The session.")
    private String session = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "EPOCH-GENERATION|FILE",
            description = "What to restore, as list shows it; the file to export into or import from.")
    private @Nullable String what;

    @Option(names = "--replace", description = "With import: also where the session has a profile.")
    private boolean replace;

    @Override
    public Integer call() {
        if (!ACTIONS.contains(action)) throw wrong("ACTION must be one of " + String.join(", ", ACTIONS));
        if (replace && !action.equals("import")) throw wrong("--replace belongs to import");
        List<String> words = new ArrayList<>(List.of(action, session));
        if (action.equals("list") != (what == null))
            throw wrong(action + (what == null ? " needs one argument more" : " needs no " + what));
        if (what != null) words.add(action.equals("restore") ? generation(what) : file(what));
        if (replace) words.add("--replace");
        Map<String, String> settings = new TreeMap<>(store());
        settings.put(
                "rookery.store.master-key-file", MasterKeyFile.path(folder()).toString());
        return WorkerTool.PROFILES.run(folder(), words, settings);
    }

    private String generation(String name) {
        if (!GENERATION.matcher(name).matches())
            throw wrong("a generation is named EPOCH-GENERATION, for example 3-12, not " + name);
        return name;
    }

    private static String file(String name) {
        return Path.of(name).toAbsolutePath().toString();
    }
}
