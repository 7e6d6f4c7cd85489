package io.rookery.worker.simulation;

import io.rookery.events.Epoch;
import io.rookery.events.SessionId;
import io.rookery.store.StoreUnavailable;
import io.rookery.worker.profile.EpochStore;
import io.rookery.worker.simulation.Network.Server;

/** The object store as a worker reaches it. Blocks. */
public final class RemoteStore implements EpochStore {
    private final World world;
    private final SimProcess process;

    RemoteStore(World world, SimProcess process) {
        this.world = world;
        this.process = process;
    }

    private <T> T ask(Moment moment, Network.Operation<T> operation) throws StoreUnavailable {
        try {
            return world.network.call(process, Server.STORE, moment, operation);
        } catch (Network.NoAnswer e) {
            throw new StoreUnavailable("no answer", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // the store throws nothing else
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Epoch highest(SessionId session) throws StoreUnavailable {
        return ask(Moment.TAKING_OVER, () -> world.store.highest(session));
    }

    @Override
    public boolean create(SessionId session, Epoch epoch) throws StoreUnavailable {
        return ask(Moment.TAKING_OVER, () -> world.store.create(session, epoch));
    }

    /** @return the credential of the current profile, 0 where there is none */
    public int restore(SessionId session) throws StoreUnavailable {
        return ask(Moment.STORING, () -> world.store.current(session));
    }

    /** @param credential 0 for a deletion */
    public void store(SessionId session, Epoch epoch, int credential) throws StoreUnavailable {
        ask(Moment.STORING, () -> {
            world.store.store(session, epoch, credential);
            return true;
        });
    }
}
