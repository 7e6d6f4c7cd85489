package io.rookery.worker.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory for plain files of a profile, that nobody but the owner may look into. It is gone after {@link #close}, and also where the program is told to end (Ctrl-C, SIGTERM) before; a SIGKILL
 * leaves it.
 */
final class Scratch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Scratch.class);
    private static final long PATIENCE_SECONDS = 10;

    private final Path root;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    /** @param parent exists */
    Scratch(Path parent) throws IOException {
        this.root = Files.createTempDirectory(parent.toAbsolutePath(), "rookery-profile-", Directories.PRIVATE);
        Thread user = Thread.currentThread();
        this.hook = new Thread(() -> endedEarly(user), "scratch-removal");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Empty. */
    Path directory(String name) throws IOException {
        Path directory = root.resolve(name);
        Directories.create(directory);
        return directory;
    }

    /** @throws ProfileRefused where so many bytes do not fit on its disk */
    void require(long bytes) throws IOException, ProfileRefused {
        long left = Files.getFileStore(root).getUsableSpace();
        if (bytes > left)
            throw new ProfileRefused("the profile has " + bytes + " bytes, and the disk of " + root.getParent()
                    + " only has room for " + left);
    }

    /** The one who writes into it is made to stop first: what is removed under its hands might come back. */
    private void endedEarly(Thread user) {
        user.interrupt();
        try {
            if (closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        remove();
    }

    private void remove() {
        try {
            Directories.delete(root);
        } catch (IOException e) {
            log.atError().setCause(e).addKeyValue("directory", root).log("plain files of a profile are left");
        }
    }

    @Override
    public void close() {
        remove();
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the program ends already, and the hook has nothing left to do
        }
    }
}
