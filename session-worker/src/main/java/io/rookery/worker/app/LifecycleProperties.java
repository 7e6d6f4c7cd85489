package io.rookery.worker.app;

import io.rookery.startup.StartupFailure;
import io.rookery.worker.session.HostSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * When a session is restarted or stopped by itself.
 *
 * @param pairingWindow how long codes are shown to nobody before the session restarts
 * @param pairingWindows how many of these pass before it is closed
 * @param reconnectWait how long a linked session may be without a connection before its page is opened anew; one that has just been opened has twice as long
 * @param probe how often the watchdog has a ready page prove that it lives
 * @param memoryLimit what the browser of a session may use before its page is opened anew, between two commands; 0: no limit
 * @param idleAfter after how long without any use a linked session is closed; zero: never
 * @param destroyIdleAfter after how long closed for that reason a session is destroyed; zero: never
 */
@ConfigurationProperties("rookery.session")
public record LifecycleProperties(
        @DefaultValue("5m") Duration pairingWindow,
        @DefaultValue("3") int pairingWindows,
        @DefaultValue("30s") Duration reconnectWait,
        @DefaultValue("30s") Duration probe,
        @DefaultValue("1GB") DataSize memoryLimit,
        @DefaultValue("0s") Duration idleAfter,
        @DefaultValue("0s") Duration destroyIdleAfter) {

    public LifecycleProperties {
        if (!pairingWindow.isPositive()) throw new StartupFailure("rookery.session.pairing-window must be above 0");
        if (!reconnectWait.isPositive()) throw new StartupFailure("rookery.session.reconnect-wait must be above 0");
        if (!probe.isPositive()) throw new StartupFailure("rookery.session.probe must be above 0");
        if (pairingWindows < 1) throw new StartupFailure("rookery.session.pairing-windows must be at least 1");
        if (memoryLimit.isNegative()) throw new StartupFailure("rookery.session.memory-limit must not be below 0");
        if (idleAfter.isNegative()) throw new StartupFailure("rookery.session.idle-after must not be below 0");
        if (destroyIdleAfter.isNegative())
            throw new StartupFailure("rookery.session.destroy-idle-after must not be below 0");
    }

    HostSettings.Lifecycle settings() {
        return new HostSettings.Lifecycle(
                pairingWindow, pairingWindows, reconnectWait, probe, idleAfter, memoryLimit.toBytes());
    }
}
