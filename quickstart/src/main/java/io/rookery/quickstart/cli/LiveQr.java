package io.rookery.quickstart.cli;

import io.rookery.quickstart.api.GatewayClient;
import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.process.Wait;
import io.rookery.quickstart.state.ClusterStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Shows the QR codes of sessions that wait for one, in the terminal, each as soon as it changes. Asks the gateway every two seconds. */
final class LiveQr {
    private static final Duration STEP = Duration.ofSeconds(2);
    private static final Duration FOREVER = Duration.ofDays(36_500);

    private final GatewayClient gateway;
    private final PrintWriter out;
    private final Map<String, String> shown = new HashMap<>();

    LiveQr(GatewayClient gateway, PrintWriter out) {
        this.gateway = gateway;
        this.out = out;
    }

    /** Returns at once; a daemon thread goes on. */
    static void show(ClusterStatus status, PrintWriter out) {
        ClusterStatus.Gateway address = status.gateway();
        if (address == null) {
            return;
        }
        var qr = new LiveQr(GatewayClient.of(address), out);
        Thread.ofPlatform()
                .name("qr")
                .daemon()
                .start(() -> Wait.until(FOREVER, STEP, () -> {
                    qr.look();
                    return false;
                }));
    }

    void look() {
        try {
            for (var session : gateway.sessions()) {
                if (session.state().equals("QR_READY")) {
                    gateway.qr(session.id(), Duration.ZERO).ifPresent(code -> print(session.id(), code));
                } else {
                    shown.remove(session.id());
                }
            }
        } catch (PartFailed gatewayIsStartingAgain) {
            shown.clear();
        }
    }

    private void print(String session, String code) {
        if (!code.equals(shown.put(session, code))) {
            out.println("session " + session + ": scan this in WhatsApp > Linked devices");
            out.println(TerminalQr.draw(code));
            out.flush();
        }
    }
}
