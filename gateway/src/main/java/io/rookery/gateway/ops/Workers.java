package io.rookery.gateway.ops;

import io.rookery.events.SessionId;
import io.rookery.events.WorkerId;
import io.rookery.events.redis.WorkerOrder;
import java.util.List;
import reactor.core.publisher.Mono;

/** The workers of the cluster, and orders to them. Errs with {@link io.rookery.gateway.session.SessionRecords.RedisUnavailable} where Redis does not answer in time. */
public interface Workers {

    /** Those that gave a sign of life within the last minute, ordered by id. */
    Mono<List<WorkerView>> all();

    /** @return empty where there is none */
    Mono<WorkerView> find(WorkerId worker);

    /** Leaves an order to the worker as it lives now. @return empty where there is none */
    Mono<WorkerId> order(WorkerId worker, WorkerOrder.Kind kind);

    /** Leaves an order to the session's owner to hand it over. @return empty where no session of this id has a record */
    Mono<Move> move(SessionId session);

    /** What became of the wish to move a session. */
    sealed interface Move {
        /** The order is left to its owner. */
        record Ordered(WorkerId from) implements Move {}

        /** Nobody has it. */
        record NoOwner() implements Move {}

        /** Nobody else could take it: no other worker lives that is not draining. */
        record NowhereElse(WorkerId from) implements Move {}
    }
}
