package io.rookery.worker.app;

import io.rookery.events.SessionId;
import io.rookery.startup.StoreProperties;
import io.rookery.store.KeyUnavailable;
import io.rookery.store.StoreUnavailable;
import io.rookery.store.s3.S3ObjectStore;
import io.rookery.worker.profile.Generations;
import io.rookery.worker.profile.OperatorProfiles;
import io.rookery.worker.profile.ProfileDamaged;
import io.rookery.worker.profile.ProfileRefused;
import io.rookery.worker.profile.ProfileTooNew;
import io.rookery.worker.profile.StoredEpochs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The operator's tool for stored profiles, in the worker's jar and with the worker's settings, of which it needs {@code rookery.store.*} only:
 *
 * <pre>
 * list    SESSION                    the generations that the store has, the newest first
 * restore SESSION EPOCH-GENERATION   makes an older one the current one
 * export  SESSION FILE               the newest whole one, encrypted, into a new file
 * import  SESSION FILE [--replace]   what was exported becomes the current one
 * </pre>
 *
 * Exit codes as {@link OperatorTool}'s; {@code list} also ends with 1 where something is damaged or can't be opened.
 */
public final class ProfilesMain extends OperatorTool {
    private static final String USAGE =
            "usage: list SESSION | restore SESSION EPOCH-GENERATION | export SESSION FILE | import SESSION FILE [--replace], and the worker's settings as --name=value";
    private static final String REPLACE = "--replace";

    /** What there is to log it tells itself. */
    private static final List<String> QUIET =
            List.of("--logging.level.io.rookery.worker.profile=off", "--logging.level.io.rookery.store.tink=warn");

    ProfilesMain(PrintStream out, PrintStream err) {
        super("rookery-profiles", out, err);
    }

    public static void main(String[] args) {
        System.exit(new ProfilesMain(System.out, System.err).run(args));
    }

    int run(String... args) {
        Arguments arguments = Arguments.of(Set.of(REPLACE), args);
        List<String> words = arguments.words();
        String command = arguments.command();
        boolean replace = arguments.options().contains(REPLACE);
        int wanted = switch (command) {
            case "list" -> 2;
            case "restore", "export", "import" -> 3;
            default -> -1;
        };
        if (words.size() != wanted || (replace && !command.equals("import"))) return wrong(USAGE);
        if (!SessionId.isValid(words.get(1))) return wrong("a session's name must match " + SessionId.PATTERN);
        try {
            return run(command, new SessionId(words.get(1)), words.getLast(), replace, arguments.settings());
        } catch (FileAlreadyExistsException e) {
            return failed(e.getFile() + " exists already, and stays as it is");
        } catch (NoSuchFileException e) {
            return failed(e.getFile() + " does not exist, or the folder that it should be in");
        } catch (IOException
                | StoreUnavailable
                | ProfileDamaged
                | ProfileTooNew
                | ProfileRefused
                | KeyUnavailable
                | RuntimeException e) {
            return failed(e);
        }
    }

    private int run(String command, SessionId session, String what, boolean replace, List<String> settings)
            throws IOException, StoreUnavailable, ProfileDamaged, ProfileTooNew, ProfileRefused, KeyUnavailable {
        List<String> all = new ArrayList<>(QUIET);
        all.addAll(settings);
        StoreProperties store = store(all);
        var masterKeys = MasterKeySettings.keys(store);
        try (S3ObjectStore objects = StoreConfiguration.checked(store)) {
            var profiles = new OperatorProfiles(
                    objects,
                    new StoredEpochs(objects),
                    masterKeys,
                    InstantSource.system(),
                    Path.of(System.getProperty("java.io.tmpdir")));
            return switch (command) {
                case "list" -> list(profiles.list(session), session);
                case "restore" -> {
                    told("restored", profiles.restore(session, what));
                    out.println("the generations that came after " + what
                            + " stay in the store until the session's next checkpoints push them out; three are kept");
                    yield 0;
                }
                case "export" -> exported(profiles.export(session, Path.of(what)), what);
                default -> {
                    told("imported", profiles.importFrom(session, Path.of(what), replace));
                    yield 0;
                }
            };
        }
    }

    private int list(List<Generations.Listed> generations, SessionId session) {
        if (generations.isEmpty()) out.println("session " + session + " has no profile, and never had one");
        boolean good = true;
        for (Generations.Listed it : generations) {
            good &= it.state() == Generations.State.WHOLE || it.state() == Generations.State.DELETION;
            out.println("%-10s  %-20s  %5d files  %11d bytes  %-16s  %s"
                    .formatted(
                            it.name(),
                            it.time() == null ? "-" : it.time().truncatedTo(ChronoUnit.SECONDS),
                            it.files(),
                            it.bytes(),
                            it.browserVersion().isEmpty() ? "-" : it.browserVersion(),
                            remark(it))
                    .stripTrailing());
        }
        return good ? 0 : 1;
    }

    private static String remark(Generations.Listed it) {
        List<String> remarks = new ArrayList<>();
        if (it.current()) remarks.add("current");
        switch (it.state()) {
            case WHOLE -> {}
            case DELETION -> remarks.add("deletion");
            case DAMAGED -> remarks.add("damaged: " + it.why());
            case KEY_MISSING -> remarks.add("key missing: " + it.why());
            case TOO_NEW -> remarks.add("too new: " + it.why());
        }
        return String.join(", ", remarks);
    }

    private void told(String how, OperatorProfiles.Done done) {
        out.println(how + " as generation " + done.name() + ": " + done.files() + " files, " + done.bytes() + " bytes");
        out.println("the session must have been closed; it uses this profile when it is started again");
    }

    private int exported(OperatorProfiles.Done done, String file) {
        done.passedOver().forEach(why -> complain("passed over as damaged: " + why));
        out.println("exported generation " + done.name() + " to " + file + ": " + done.files() + " files, "
                + done.bytes() + " bytes");
        out.println("it opens with the cluster's master key only; keep the two apart");
        return 0;
    }
}
