package io.rookery.quickstart.cli;

import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.process.PortTaken;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The program behind {@code ./rookery}. Exit codes: 0 done, 1 failed (one line on stderr says why), 2 wrong arguments. */
@Command(
        name = "rookery",
        description = "A whole Rookery cluster on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            DemoCommand.class,
            KeysCommand.class,
            ProfilesCommand.class
        },
        footer = "./rookery test builds everything and runs all tests.")
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
                    explain(failure, commandLine.getErr());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .setParameterExceptionHandler(Main::explainArguments);
    }

    private static int explainArguments(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        command.getErr().println("rookery: " + failure.getMessage());
        command.usage(command.getErr());
        return CommandLine.ExitCode.USAGE;
    }

    private static void explain(Exception failure, PrintWriter err) throws Exception {
        switch (failure) {
            case PortTaken taken ->
                err.println("rookery: " + taken.getMessage() + "; choose another with --ports " + taken.part()
                        + "=PORT, or any free ones with --ports free");
            case PartFailed known -> err.println("rookery: " + known.getMessage());
            default -> throw failure;
        }
    }
}
