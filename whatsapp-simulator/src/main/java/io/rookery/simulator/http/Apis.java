package io.rookery.simulator.http;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;

import io.rookery.simulator.http.Routes.Answer;
import io.rookery.simulator.server.Refused;
import io.rookery.simulator.server.SimulatedServer;
import io.rookery.simulator.store.MediaStore;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** All routes: the phones, their messages, the faults and the ledger. */
final class Apis {

    private Apis() {}

    static Routes of(SimulatedServer server, MediaStore media) {
        Routes routes = new Routes()
                .on(GET, "/health", call -> Answer.ok(new JsonObject().put("status", "UP")))
                .on(GET, "/api/ledger", call -> ledger(server, call));
        phones(routes, server);
        MessageApi.add(routes, server, media);
        FaultApi.add(routes, server.faults());
        return routes;
    }

    private static void phones(Routes routes, SimulatedServer server) {
        String phone = "/api/phones/*";
        routes.on(GET, "/api/phones", call -> Answer.ok(new JsonObject().put("phones", server.phones())))
                .on(
                        POST,
                        "/api/phones",
                        call -> new Answer(
                                201,
                                server.makePhone(
                                        call.required("number"),
                                        call.body().getString("name"),
                                        call.body().getString("platform"))))
                .on(GET, "/api/groups", call -> Answer.ok(new JsonObject().put("groups", server.groups())))
                .on(
                        POST,
                        "/api/groups",
                        call -> new Answer(201, server.makeGroup(call.required("subject"), call.texts("participants"))))
                .on(
                        POST,
                        phone + "/scan",
                        call -> Answer.ok(server.scan(call.path().getFirst(), call.required("qr"))))
                .on(
                        POST,
                        phone + "/pairing-code",
                        call -> Answer.ok(server.enterCode(call.path().getFirst(), call.required("code"))))
                .on(POST, phone + "/pairing-code/decline", call -> {
                    server.declineCode(call.path().getFirst(), call.required("code"));
                    return Answer.ok(new JsonObject());
                })
                .on(
                        GET,
                        phone + "/devices",
                        call -> Answer.ok(new JsonObject()
                                .put("devices", server.devices(call.path().getFirst()))))
                .on(DELETE, phone + "/devices/*", call -> {
                    server.unlink(call.path().getFirst(), call.path().getLast());
                    return Answer.ok(new JsonObject());
                });
    }

    private static Answer ledger(SimulatedServer server, Routes.Call call) {
        String after = call.request().getParam("after", "0");
        if (!after.matches("[0-9]{1,18}")) {
            throw new Refused(400, "The parameter after is a sequence number.");
        }
        String limit = call.request().getParam("limit", "1000000");
        if (!limit.matches("[0-9]{1,9}")) {
            throw new Refused(400, "The parameter limit is a number of entries.");
        }
        JsonArray entries = new JsonArray();
        server.ledger(Long.parseLong(after)).stream()
                .limit(Long.parseLong(limit))
                .forEach(entries::add);
        return Answer.ok(new JsonObject().put("entries", entries));
    }
}
