package io.rookery.quickstart.cli;

import io.rookery.quickstart.api.GatewayClient;
import io.rookery.quickstart.process.PartFailed;
import io.rookery.quickstart.state.ClusterStatus;
import io.rookery.quickstart.state.Json;
import io.rookery.quickstart.state.StatusFile;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "status",
        description = "Shows the cluster; exit code 1 where none is up.",
        mixinStandardHelpOptions = true)
final class StatusCommand extends ClusterCommand {
    @Option(names = "--json", description = "For scripts. Holds passwords; people's output does not.")
    private boolean json;

    @Override
    public Integer call() {
        var out = out();
        ClusterStatus status = counted(new StatusFile(folder()).read());
        if (json) {
            out.print(Json.text(status));
        } else {
            StatusText.print(out, status);
        }
        out.flush();
        return status.running() ? 0 : 1;
    }

    private static ClusterStatus counted(ClusterStatus status) {
        if (status.gateway() == null || !status.ready()) {
            return status;
        }
        try {
            Map<String, Integer> counts = new HashMap<>();
            for (var session : GatewayClient.of(status.gateway()).sessions()) {
                status.workers().stream()
                        .filter(worker -> worker.owns(session.worker()))
                        .forEach(worker -> counts.merge(worker.id(), 1, Integer::sum));
            }
            return status.withSessions(counts);
        } catch (PartFailed gatewayCannotSay) {
            return status;
        }
    }
}
