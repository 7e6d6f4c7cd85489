package io.rookery.worker.session;

import io.rookery.events.SessionId;
import io.rookery.worker.media.MediaRefused;
import io.rookery.worker.media.MediaUnavailable;
import java.io.IOException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of one host's messages, in both directions. */
final class MediaRuntime {
    private static final Logger log = LoggerFactory.getLogger(MediaRuntime.class);

    private final SessionId session;
    private final HostPorts ports;
    private final Consumer<Input> feed;
    private final MediaKeeping keeping;

    MediaRuntime(SessionId session, HostPorts ports, MediaKeeping.Source page, Consumer<Input> feed) {
        this.session = session;
        this.ports = ports;
        this.feed = feed;
        this.keeping = new MediaKeeping(session, ports, page, feed);
    }

    void prepare(Effect.PrepareMedia wanted) {
        ports.blocking().execute(() -> feed.accept(new Input.MediaPrepared(wanted.messageId(), fetch(wanted))));
    }

    private Input.MediaResult fetch(Effect.PrepareMedia wanted) {
        try {
            return new Input.MediaResult.Ready(ports.outgoing()
                    .fetch(wanted.tenant(), wanted.media(), ports.mediaFiles().place(session, wanted.messageId())));
        } catch (MediaRefused e) {
            return new Input.MediaResult.Refused(e.code(), String.valueOf(e.getMessage()));
        } catch (MediaUnavailable e) {
            return new Input.MediaResult.Unavailable(e.code(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            log.atWarn().addKeyValue("sessionId", session).setCause(e).log("the disk did not take a file to be sent");
            return new Input.MediaResult.Unavailable("DISK_UNAVAILABLE", "the worker's disk did not take the file");
        } catch (RuntimeException e) { // the edge: a host must get an answer, or it would wait for ever
            log.atError().addKeyValue("sessionId", session).setCause(e).log("a file to be sent was not fetched");
            return new Input.MediaResult.Refused("MEDIA_FETCH_FAILED", "the worker failed to fetch the file");
        }
    }

    void keep(Effect.KeepMedia wanted) {
        ports.blocking().execute(() -> keeping.keep(wanted));
    }

    void drop(String messageId) {
        ports.blocking().execute(() -> {
            try {
                ports.mediaFiles().remove(session, messageId);
            } catch (IOException e) {
                notRemoved(e);
            }
        });
    }

    void end() {
        keeping.end();
        ports.blocking().execute(() -> {
            try {
                ports.mediaFiles().removeAll(session);
            } catch (IOException e) {
                notRemoved(e);
            }
        });
    }

    private void notRemoved(IOException e) {
        log.atWarn()
                .addKeyValue("sessionId", session)
                .setCause(e)
                .log("a file was not removed; the next start of the worker will");
    }
}
