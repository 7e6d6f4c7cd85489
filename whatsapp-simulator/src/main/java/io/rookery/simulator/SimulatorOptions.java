package io.rookery.simulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a simulator is started.
 *
 * @param host the address to listen on; loopback unless somebody really wants otherwise
 * @param httpPort port of the page and the APIs, 0 for any free one
 * @param httpsPort port of the same with a self-signed certificate, 0 for any free one
 * @param dataDirectory where accounts, linked devices, queues and the ledger live; without one nothing is kept
 * @param rules the times and limits of the simulated server
 */
public record SimulatorOptions(String host, int httpPort, int httpsPort, Optional<Path> dataDirectory, Rules rules) {

    /**
     * Times and limits of the simulated server.
     *
     * @param firstRef how long the first QR reference is valid
     * @param nextRef how long each further one is
     * @param refsPerScreen references handed out before the page has to ask for more
     * @param badLogins failed log-ins in a row after which a device is unlinked
     * @param pairingCode how long a pairing code is valid
     */
    public record Rules(Duration firstRef, Duration nextRef, int refsPerScreen, int badLogins, Duration pairingCode) {
        public static final Rules DEFAULT =
                new Rules(Duration.ofSeconds(60), Duration.ofSeconds(20), 6, 5, Duration.ofMinutes(3));
    }

    /** Loopback, free ports, nothing kept. */
    public static SimulatorOptions inMemory() {
        return new SimulatorOptions("127.0.0.1", 0, 0, Optional.empty(), Rules.DEFAULT);
    }

    public SimulatorOptions withDataDirectory(Path directory) {
        return new SimulatorOptions(host, httpPort, httpsPort, Optional.of(directory), rules);
    }

    public SimulatorOptions withPorts(int http, int https) {
        return new SimulatorOptions(host, http, https, dataDirectory, rules);
    }

    public SimulatorOptions withHost(String address) {
        return new SimulatorOptions(address, httpPort, httpsPort, dataDirectory, rules);
    }

    public SimulatorOptions withRules(Rules other) {
        return new SimulatorOptions(host, httpPort, httpsPort, dataDirectory, other);
    }
}
