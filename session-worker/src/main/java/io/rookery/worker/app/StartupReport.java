package io.rookery.worker.app;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.web.server.PortInUseException;

/** Says in one line why the worker did not start. Takes the place of Boot's own report, which is long. */
final class StartupReport implements SpringBootExceptionReporter {
    /** As it stands in addresses, well-formed or not: a library's message may repeat one. */
    private static final Pattern PASSWORD = Pattern.compile("(?<=://).*@|:[^:@\\s]*@");

    private static final AtomicBoolean PRINTED = new AtomicBoolean();

    @Override
    public boolean reportException(Throwable failure) {
        print(failure);
        return true;
    }

    /** Prints once; what follows from the first failure is not worth a line. */
    static void print(Throwable failure) {
        if (PRINTED.compareAndSet(false, true)) System.err.println("rookery-worker: " + reason(failure));
    }

    static String reason(Throwable failure) {
        Throwable last = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case StartupFailure known -> {
                    return oneLine(known.getMessage());
                }
                case PortInUseException taken -> {
                    return "port " + taken.getPort() + " is taken; choose another with server.port";
                }
                case BindException wrong -> {
                    return "the setting " + wrong.getName() + " is missing or wrong: " + oneLine(rootMessage(wrong));
                }
                default -> last = cause;
            }
        }
        return oneLine(last.getClass().getSimpleName() + ": " + last.getMessage());
    }

    private static @Nullable String rootMessage(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) cause = cause.getCause();
        return cause.getMessage();
    }

    private static String oneLine(@Nullable String text) {
        return text == null
                ? "unknown"
                : PASSWORD.matcher(text.replaceAll("\\s*\\R\\s*", " ")).replaceAll(":***@");
    }
}
