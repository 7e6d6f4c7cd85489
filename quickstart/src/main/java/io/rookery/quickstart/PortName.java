package io.rookery.quickstart;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The ports that a person may choose. Workers and controllers take free ones. */
public enum PortName {
    GATEWAY(8080),
    MANAGEMENT(8081),
    KAFKA(9092),
    REDIS(6379),
    S3(9000),
    SIMULATOR(8090),
    SIMULATOR_HTTPS(8443);

    private final int usual;

    PortName(int usual) {
        this.usual = usual;
    }

    public int usual() {
        return usual;
    }

    /** As it is written in {@code --ports}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<PortName> of(String label) {
        return Arrays.stream(values())
                .filter(port -> port.label().equals(label))
                .findFirst();
    }
}
