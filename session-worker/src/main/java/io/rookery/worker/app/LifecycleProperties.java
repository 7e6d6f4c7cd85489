package io.rookery.worker.app;

import io.rookery.worker.session.HostSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a session is restarted or stopped by itself.
 *
 * @param pairingWindow how long codes are shown to nobody before the session restarts
 * @param pairingWindows how many of these pass before it is closed
 * @param reconnectWait how long a linked session may be without a connection before its page is opened anew; one that has just been opened has twice as long
 * @param probe how often the watchdog has a ready page prove that it lives
 */
@ConfigurationProperties("rookery.session")
public record LifecycleProperties(
        @DefaultValue("5m") Duration pairingWindow,
        @DefaultValue("3") int pairingWindows,
        @DefaultValue("30s") Duration reconnectWait,
        @DefaultValue("30s") Duration probe) {

    public LifecycleProperties {
        if (!pairingWindow.isPositive()) throw new StartupFailure("rookery.session.pairing-window must be above 0");
        if (!reconnectWait.isPositive()) throw new StartupFailure("rookery.session.reconnect-wait must be above 0");
        if (!probe.isPositive()) throw new StartupFailure("rookery.session.probe must be above 0");
        if (pairingWindows < 1) throw new StartupFailure("rookery.session.pairing-windows must be at least 1");
    }

    HostSettings.Lifecycle settings() {
        return new HostSettings.Lifecycle(pairingWindow, pairingWindows, reconnectWait, probe);
    }
}
