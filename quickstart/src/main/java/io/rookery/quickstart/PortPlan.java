package io.rookery.quickstart;

import io.rookery.quickstart.process.Ports;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Which part listens where. A port of 0 stands for any free one until {@link #resolved()}. */
public record PortPlan(Map<PortName, Integer> ports) {
    private static final int HIGHEST = 65_535;

    public PortPlan {
        ports = Map.copyOf(ports);
    }

    public static PortPlan usual() {
        return new PortPlan(Arrays.stream(PortName.values()).collect(Collectors.toMap(port -> port, PortName::usual)));
    }

    public static PortPlan free() {
        return new PortPlan(Arrays.stream(PortName.values()).collect(Collectors.toMap(port -> port, port -> 0)));
    }

    /**
     * Reads what a person wrote: {@code free}, or the usual ports with changes, as in {@code redis=16379,gateway=0}.
     *
     * @throws IllegalArgumentException with a sentence for that person
     */
    public static PortPlan parse(String text) {
        if (text.isBlank()) {
            return usual();
        }
        var ports = new EnumMap<PortName, Integer>(usual().ports);
        for (String item : text.split(",")) {
            if (item.strip().equals("free")) {
                ports.replaceAll((name, port) -> 0);
                continue;
            }
            String[] sides = item.strip().split("=", 2);
            PortName name = PortName.of(sides[0])
                    .orElseThrow(() -> new IllegalArgumentException("there is no port named '" + sides[0]
                            + "'; there are "
                            + Arrays.stream(PortName.values())
                                    .map(PortName::label)
                                    .collect(Collectors.joining(", "))));
            ports.put(name, number(sides.length == 2 ? sides[1] : ""));
        }
        return new PortPlan(ports);
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > HIGHEST) {
            throw new IllegalArgumentException("'" + text + "' is no port number (0 to " + HIGHEST + ")");
        }
        return Integer.parseInt(text);
    }

    public int port(PortName name) {
        return ports.getOrDefault(name, 0);
    }

    /** The same plan with a free port in place of every 0. */
    public PortPlan resolved() {
        return new PortPlan(ports.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Ports.orFree(entry.getValue()))));
    }
}
