package io.rookery.worker.app;

import io.rookery.events.SessionState;
import io.rookery.startup.StartupFailure;
import io.rookery.worker.lease.redis.RedisWorkerDirectory;
import io.rookery.worker.lease.redis.RedisWorkerDirectory.Namesake;
import io.rookery.worker.lease.redis.RedisWorkerDirectory.Noted;
import io.rookery.worker.session.HostRuntime;
import io.rookery.worker.session.Placement;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells the cluster that this worker lives and how it fares, and holds its name. Used by one thread at a time. */
@Component
class SignOfLife {
    private static final Logger log = LoggerFactory.getLogger(SignOfLife.class);
    /** WhatsApp's server has spoken to the page: a code to scan comes from there, too. */
    private static final Set<SessionState> CONNECTED = EnumSet.of(
            SessionState.QR_READY, SessionState.PAIRING_CODE_READY, SessionState.AUTHENTICATED, SessionState.READY);

    private final RedisWorkerDirectory directory;
    private final WorkerProperties worker;
    private final DataDirectory data;
    private final SessionConfiguration.Incarnation incarnation;
    private final Placement placement;
    private final String host = hostName();
    private boolean disputed;

    SignOfLife(
            RedisWorkerDirectory directory,
            WorkerProperties worker,
            DataDirectory data,
            SessionConfiguration.Incarnation incarnation,
            Placement placement) {
        this.directory = directory;
        this.worker = worker;
        this.data = data;
        this.incarnation = incarnation;
        this.placement = placement;
    }

    /** Takes the name. @throws StartupFailure where another worker has it */
    void first() {
        RedisWorkerDirectory.Answer answer;
        try {
            answer = give();
        } catch (RuntimeException e) { // the edge: Spring's, Lettuce's and Reactor's errors
            throw new StartupFailure("Redis (spring.data.redis.url) does not answer: " + e.getMessage());
        }
        if (answer instanceof Namesake(var otherHost, var pid, var ago))
            throw new StartupFailure(
                    "worker id " + worker.workerId() + " is in use by process " + pid + " on " + otherHost
                            + ", which gave a sign of life " + ago.toSeconds()
                            + " s ago, on another data directory; set another rookery.worker.id, or try again once that worker is gone");
    }

    /** The next one. Without an answer of Redis the one after it makes up for it. */
    void next() {
        try {
            RedisWorkerDirectory.Answer answer = give();
            if (answer instanceof Namesake other && !disputed)
                log.atError()
                        .addKeyValue("workerId", worker.workerId())
                        .addKeyValue("host", other.host())
                        .addKeyValue("pid", other.pid())
                        .log("another worker has taken this worker's id while Redis was away; stop one of the two");
            disputed = answer instanceof Namesake;
        } catch (RuntimeException e) { // the edge: Spring's, Lettuce's and Reactor's errors
            log.atDebug().addKeyValue("cause", e.getMessage()).log("no sign of life was given");
        }
    }

    /** This worker stops in order. @throws RuntimeException where Redis does not answer */
    void last() {
        directory.gone(worker.workerId(), data.home());
    }

    private RedisWorkerDirectory.Answer give() {
        Map<String, String> facts = new HashMap<>();
        facts.put("incarnation", incarnation.name());
        facts.put("host", host);
        facts.put("pid", Long.toString(ProcessHandle.current().pid()));
        facts.put("slots", Integer.toString(placement.capacity().slots()));
        facts.put(
                "sessions",
                Long.toString(
                        placement.hosts().stream().filter(HostRuntime::hasSlot).count()));
        facts.put("connected", count(host -> CONNECTED.contains(host.state())));
        facts.put("disconnected", count(HostRuntime::isCutOff));
        facts.put("memoryUsed", Long.toString(placement.capacity().memoryUsed().getAsLong()));
        facts.put("memoryBudget", Long.toString(placement.capacity().memoryBudget()));
        facts.put("draining", Boolean.toString(placement.isDraining()));
        RedisWorkerDirectory.Answer answer = directory.signOfLife(worker.workerId(), data.home(), facts);
        if (answer instanceof Noted(var leastLoad)) placement.others(leastLoad);
        return answer;
    }

    private String count(Predicate<HostRuntime> what) {
        return Long.toString(placement.hosts().stream()
                .filter(HostRuntime::hasSlot)
                .filter(what)
                .count());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a host without a name";
        }
    }
}
