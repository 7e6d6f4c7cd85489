package io.rookery.quickstart.cli;

import io.rookery.quickstart.state.ClusterStatus;
import java.io.PrintWriter;

/** A cluster's status for people: without secrets. */
final class StatusText {
    private StatusText() {}

    static void print(PrintWriter out, ClusterStatus status) {
        if (!status.running()) {
            out.println("no cluster is up on " + status.dataDirectory());
            return;
        }
        line(
                out,
                "cluster",
                (status.ready() ? "up" : "starting") + ", process " + status.pid() + ", " + status.mode() + ", data in "
                        + status.dataDirectory());
        if (status.gateway() != null) {
            line(out, "gateway", status.gateway().url() + restarts(status, "gateway"));
        }
        if (status.kafka() != null) {
            line(out, "kafka", status.kafka().bootstrapServers() + restarts(status, "kafka"));
        }
        if (status.redis() != null) {
            line(out, "redis", withoutPassword(status.redis().url()) + restarts(status, "redis"));
        }
        if (status.s3() != null) {
            line(out, "s3", status.s3().endpoint() + restarts(status, "s3"));
        }
        if (status.simulator() != null) {
            line(out, "simulator", status.simulator().url() + restarts(status, "simulator"));
        }
        status.workers().forEach(worker -> line(out, worker.id(), describe(worker) + restarts(status, worker.id())));
    }

    static String withoutPassword(String url) {
        return url.replaceFirst("://[^@/]*@", "://");
    }

    private static String describe(ClusterStatus.Worker worker) {
        if (worker.pid() == null) {
            return "not running";
        }
        Integer sessions = worker.sessions();
        String count = sessions == null ? "" : ", " + sessions + (sessions == 1 ? " session" : " sessions");
        return "process " + worker.pid() + count + ", health and metrics on " + worker.url();
    }

    private static String restarts(ClusterStatus status, String part) {
        int count = status.restarts().getOrDefault(part, 0);
        return count == 0 ? "" : ", restarted " + (count == 1 ? "once" : count + " times");
    }

    private static void line(PrintWriter out, String name, String text) {
        out.printf("%-10s %s%n", name, text);
    }
}
