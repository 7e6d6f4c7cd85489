package io.rookery.quickstart;

import io.rookery.quickstart.process.Child;
import io.rookery.quickstart.process.JavaCommand;
import io.rookery.quickstart.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The stand-in for WhatsApp Web, its server and its phones, on the loopback address. Accounts and linked devices survive a restart. */
public final class SimulatorProcess extends ChildPart {
    private static final int HEAP_MEGABYTES = 128;

    private final int port;
    private final int httpsPort;

    /** On any free ports. */
    public SimulatorProcess(Path directory) {
        this(directory, 0, 0);
    }

    /**
     * Port 0 stands for any free one.
     *
     * @param port of the page and the phones
     * @param httpsPort of the page for programs that insist on https
     */
    public SimulatorProcess(Path directory, int port, int httpsPort) {
        super("simulator", directory, Duration.ofSeconds(5));
        this.port = Ports.orFree(port);
        this.httpsPort = Ports.orFree(httpsPort);
    }

    /** Without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** As a worker takes it: with places for the session's id, its epoch and the worker's id. */
    public String pageUrl() {
        return url() + "/?session={session}&epoch={epoch}&worker={worker}";
    }

    /** One JSON document per line: everything that the server saw. */
    public Path ledger() {
        return data().resolve("ledger.ndjson");
    }

    private Path data() {
        return directory().resolve("data");
    }

    @Override
    List<Integer> ports() {
        return List.of(port, httpsPort);
    }

    @Override
    List<String> prepare() {
        List<String> command = JavaCommand.jar(Artifacts.simulator(), HEAP_MEGABYTES);
        command.addAll(List.of(
                "--host=127.0.0.1", "--http-port=" + port, "--https-port=" + httpsPort, "--data-dir=" + data()));
        return command;
    }

    @Override
    boolean isReady(Child starting) {
        return Http.isOk(url() + "/health");
    }
}
