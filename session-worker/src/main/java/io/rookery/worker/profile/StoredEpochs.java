package io.rookery.worker.profile;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.store.ObjectStore;
import io.rookery.store.StoreUnavailable;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;

/** Epochs as create-only objects {@code profiles/{session}/epochs/{epoch}}. */
public final class StoredEpochs implements EpochStore {
    private final ObjectStore store;

    public StoredEpochs(ObjectStore store) {
        this.store = store;
    }

    @Override
    public Epoch highest(SessionId session) throws StoreUnavailable {
        var layout = new Layout(session);
        return store.list(layout.epochs()).stream()
                .flatMap(key -> layout.epochOf(key).stream())
                .max(Comparator.naturalOrder())
                .orElse(Epoch.NONE);
    }

    @Override
    public boolean create(SessionId session, Epoch epoch) throws StoreUnavailable {
        if (epoch.equals(Epoch.NONE))
            throw new IllegalArgumentException("epoch 0 means that nobody has had the session");
        byte[] content = epoch.toString().getBytes(StandardCharsets.UTF_8);
        return store.putIfAbsent(new Layout(session).epoch(epoch), content);
    }
}
