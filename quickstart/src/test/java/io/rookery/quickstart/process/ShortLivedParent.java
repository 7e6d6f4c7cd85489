package io.rookery.quickstart.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A JVM that starts a child from a thread that ends at once, says the child's number and waits to be killed. */
final class ShortLivedParent {
    private ShortLivedParent() {}

    public static void main(String[] arguments) throws Exception {
        Spawner spawner = arguments[0].equals("guard") ? Spawner.withGuard() : Spawner.ofThisSystem();
        Path directory = Path.of(arguments[1]);
        Thread starter = new Thread(() -> start(spawner, directory, Path.of(arguments[2])));
        starter.start();
        starter.join();
        new CountDownLatch(1).await();
    }

    private static void start(Spawner spawner, Path directory, Path pidFile) {
        Child child =
                Child.start(spawner, List.of("sleep", "600"), Map.of(), directory, directory.resolve("sleeper.log"));
        try {
            Path draft = Files.writeString(directory.resolve("draft"), Long.toString(child.pid()));
            Files.move(draft, pidFile, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
