package io.rookery.worker.browser.playwright;

import io.rookery.worker.browser.WhatsAppPage.FrozenWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Stands a browser still for a copy of its profile. Blocks, so on a background thread.
 *
 * <p>Chromium writes localStorage a second or so late. A copy of a device that was linked just now could lack its credentials; so the first one waits until the sentinel's
 * mark, which is younger, is on disk.
 */
final class Freezer {
    private static final Duration LATEST = Duration.ofSeconds(8);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final String MARK = "rookery-sentinel";

    private final Path localStorage;
    private final LongSupplier ticker;
    private final BooleanSupplier linkedNow;
    private volatile boolean written;

    /**
     * @param linked the profile was linked when it was opened: its mark is on disk, perhaps compressed
     * @param linkedNow there are credentials that must get there
     */
    Freezer(Path profile, boolean linked, BooleanSupplier linkedNow, LongSupplier ticker) {
        this.localStorage = profile.resolve("Default/Local Storage/leveldb");
        this.written = linked;
        this.linkedNow = linkedNow;
        this.ticker = ticker;
    }

    /** Whether all credentials that there are are on disk for sure. */
    boolean isWritten() {
        return written || !linkedNow.getAsBoolean();
    }

    /** @throws IOException where a freshly linked device's mark does not get on disk */
    void awaitMark() throws IOException {
        awaitMark(LATEST);
    }

    /** @throws IOException where it does not within that time */
    void awaitMark(Duration limit) throws IOException {
        // Looks are counted, not time: where this machine stands still, the browser gets no time to write, either.
        for (long looks = limit.dividedBy(LOOK_AGAIN); !isWritten(); looks--) {
            written = isMarkOnDisk();
            if (written) return;
            if (looks <= 0) throw new IOException("the browser has not written the device's credentials yet");
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }

    /** @return how long the browser stood still */
    Duration whileStopped(ProcessTree browser, FrozenWork work) throws IOException {
        return browser.whileStopped(work, ticker);
    }

    private boolean isMarkOnDisk() throws IOException {
        if (!Files.isDirectory(localStorage)) return false;
        try (DirectoryStream<Path> tables = Files.newDirectoryStream(localStorage, "*.{log,ldb}")) {
            for (Path table : tables) if (contains(table, MARK)) return true;
            return false;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static boolean contains(Path table, String text) throws IOException {
        try {
            return new String(Files.readAllBytes(table), StandardCharsets.ISO_8859_1).contains(text);
        } catch (NoSuchFileException merged) {
            return false;
        }
    }
}
