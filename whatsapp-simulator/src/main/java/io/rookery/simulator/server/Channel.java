package io.rookery.simulator.server;

import io.vertx.core.json.JsonObject;

/** The socket to one page. Frames arrive in the order they were sent; sending to a closed channel does nothing. */
public interface Channel {

    void send(JsonObject frame);

    void close();
}
