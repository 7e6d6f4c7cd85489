package io.rookery.quickstart.cli;

import io.rookery.quickstart.demo.Demo;
import io.rookery.quickstart.state.StatusFile;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;

@Command(
        name = "demo",
        description = "Plays the story of a session against the running cluster, each step with its time.",
        mixinStandardHelpOptions = true)
final class DemoCommand extends ClusterCommand {
    @Override
    public Integer call() {
        var file = new StatusFile(folder());
        new Demo(file::read, RandomGenerator.getDefault(), out()).play();
        return 0;
    }
}
