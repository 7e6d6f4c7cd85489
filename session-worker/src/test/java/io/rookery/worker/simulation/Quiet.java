package io.rookery.worker.simulation;

import ch.qos.logback.classic.Level;
import org.slf4j.LoggerFactory;

/** The real classes warn of every fault; thousands of them say nothing. */
final class Quiet {
    private Quiet() {}

    static void please() {
        for (String feature : new String[] {"session", "recovery", "command", "lease"})
            if (LoggerFactory.getLogger("io.rookery.worker." + feature) instanceof ch.qos.logback.classic.Logger logger)
                logger.setLevel(Level.ERROR);
    }
}
