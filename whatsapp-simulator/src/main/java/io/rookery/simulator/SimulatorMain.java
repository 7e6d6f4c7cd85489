package io.rookery.simulator;

import java.io.UncheckedIOException;
import java.nio.file.Path;

/** {@code java -jar whatsapp-simulator.jar --host=127.0.0.1 --http-port=8090 --https-port=8443 --data-dir=DIR}. */
public final class SimulatorMain {

    private static final String USAGE = "usage: whatsapp-simulator"
            + " [--host=ADDRESS] [--http-port=PORT] [--https-port=PORT] [--data-dir=DIRECTORY]";

    private SimulatorMain() {}

    public static void main(String[] arguments) {
        SimulatorOptions options;
        try {
            options = parse(arguments);
        } catch (IllegalArgumentException e) {
            fail(e.getMessage() + "; " + USAGE);
            return;
        }
        try {
            Simulator simulator = Simulator.start(options);
            Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "shutdown"));
            System.out.println(
                    "whatsapp-simulator ready http=" + simulator.httpUri() + " https=" + simulator.httpsUri());
        } catch (IllegalStateException | UncheckedIOException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    static SimulatorOptions parse(String... arguments) {
        SimulatorOptions options = SimulatorOptions.inMemory().withPorts(8090, 8443);
        for (String argument : arguments) {
            int at = argument.indexOf('=');
            String name = at < 0 ? argument : argument.substring(0, at);
            String value = at < 0 ? "" : argument.substring(at + 1);
            options = switch (name) {
                case "--host" -> options.withHost(value);
                case "--http-port" -> options.withPorts(port(name, value), options.httpsPort());
                case "--https-port" -> options.withPorts(options.httpPort(), port(name, value));
                case "--data-dir" -> options.withDataDirectory(Path.of(value));
                default -> throw new IllegalArgumentException("unknown option " + name);
            };
        }
        return options;
    }

    private static int port(String name, String value) {
        if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > 65_535) {
            throw new IllegalArgumentException(name + " is a port from 0 to 65535");
        }
        return Integer.parseInt(value);
    }

    private static void fail(String reason) {
        System.err.println("rookery-whatsapp-simulator: " + reason);
        System.exit(1);
    }
}
