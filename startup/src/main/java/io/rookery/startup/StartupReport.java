package io.rookery.startup;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says in one line why a program did not start. Takes the place of Boot's own report, which is long, so it comes first. */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class StartupReport implements SpringBootExceptionReporter {
    /** As it stands in addresses, well-formed or not: a library's message may repeat one. */
    private static final Pattern PASSWORD = Pattern.compile("(?<=://).*@|:[^:@\\s]*@");

    private static final AtomicBoolean PRINTED = new AtomicBoolean();
    private static volatile String program = "rookery";

    /**
     * Starts the process's program. Where that fails the process ends with exit code 1 and one line on standard error.
     *
     * @param name stands in front of that line
     */
    @SuppressWarnings("SystemExitOutsideMain") // it is what a main method does
    public static void orExit(String name, Runnable start) {
        program = name;
        try {
            start.run();
        } catch (RuntimeException | Error e) {
            print(e);
            System.exit(1);
        }
    }

    @Override
    public boolean reportException(Throwable failure) {
        print(failure);
        return true;
    }

    /** Prints once; what follows from the first failure is not worth a line. */
    private static void print(Throwable failure) {
        if (PRINTED.compareAndSet(false, true)) System.err.println(program + ": " + reason(failure));
    }

    /** @return one line, without passwords */
    public static String reason(Throwable failure) {
        Throwable last = failure;
        for (Throwable cause = failure; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            switch (cause) {
                case StartupFailure known -> {
                    return oneLine(known.getMessage());
                }
                case PortInUseException taken -> {
                    return "port " + taken.getPort() + " is taken";
                }
                case BindException wrong -> {
                    return "the setting " + name(wrong) + " does not fit: "
                            + oneLine(root(wrong).getMessage());
                }
                default -> last = cause;
            }
        }
        return oneLine(last.getClass().getSimpleName() + ": " + last.getMessage());
    }

    private static Object name(BindException wrong) {
        var property = wrong.getProperty();
        return property == null ? wrong.getName() : property.getName();
    }

    private static Throwable root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) cause = cause.getCause();
        return cause;
    }

    private static String oneLine(@Nullable String text) {
        return PASSWORD.matcher(String.valueOf(text).replaceAll("\\s+", " ").strip())
                .replaceAll(":***@");
    }
}
