package io.rookery.quickstart.cli;

import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.state.ClusterStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** What a person needs to know once the cluster is up. */
final class Banner {
    private Banner() {}

    static void print(PrintWriter out, ClusterStatus status, Duration took) {
        ClusterStatus.Gateway gateway = status.gateway();
        if (gateway == null) {
            throw new PartFailed("the cluster is gone already");
        }
        out.printf(Locale.ROOT, "%nRookery is up after %.1f s.%n%n", took.toMillis() / 1000.0);
        StatusText.print(out, status);
        out.printf(
                """

                API key    %s
                           (in %s)
                try        KEY=$(cat %s)
                           curl -s -H "X-Api-Key: $KEY" -H 'Content-Type: application/json' \\
                             -d '{"sessionId":"alice","pairing":{"method":"qr"}}' %s/v1/sessions
                           curl -s -H "X-Api-Key: $KEY" '%s/v1/sessions/alice/qr?wait=30'
                           curl -s -H "X-Api-Key: $KEY" -H 'Content-Type: application/json' -H 'Prefer: wait=10' \\
                             -d '{"to":"+491700000002","text":"Hello"}' %s/v1/sessions/alice/messages
                           curl -sN -H "X-Api-Key: $KEY" %s/v1/sessions/alice/events
                docs       %s/swagger-ui.html
                %s
                """,
                key(gateway),
                gateway.apiKeyFile(),
                gateway.apiKeyFile(),
                gateway.url(),
                gateway.url(),
                gateway.url(),
                gateway.url(),
                gateway.url(),
                status.simulator() == null ? "" : "next       ./rookery demo, ./rookery status, ./rookery logs");
        out.flush();
    }

    private static String key(ClusterStatus.Gateway gateway) {
        try {
            return Files.readString(Path.of(gateway.apiKeyFile())).strip();
        } catch (IOException e) {
            throw new PartFailed("cannot read " + gateway.apiKeyFile(), e);
        }
    }
}
