package io.rookery.simulator.http;

import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.rookery.simulator.http.Routes.Answer;
import io.rookery.simulator.http.Routes.Call;
import io.rookery.simulator.server.PhoneActions;
import io.rookery.simulator.server.Refused;
import io.rookery.simulator.server.SimulatedServer;
import io.rookery.simulator.store.MediaStore;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.BiConsumer;

/** The part of the phone API that is about messages: what the human sends, does with messages, and sees. */
final class MessageApi {

    private static final String PHONE = "/api/phones/*";
    private static final String MESSAGE = PHONE + "/messages/*";

    private final SimulatedServer server;

    private final MediaStore media;

    private MessageApi(SimulatedServer server, MediaStore media) {
        this.server = server;
        this.media = media;
    }

    static void add(Routes routes, SimulatedServer server, MediaStore media) {
        MessageApi api = new MessageApi(server, media);
        routes.on(POST, PHONE + "/messages", api::send)
                .on(
                        GET,
                        PHONE + "/messages",
                        call -> Answer.ok(
                                new JsonObject().put("messages", api.phone(call).messages())))
                .on(POST, MESSAGE + "/reaction", api.onMessage((phone, call) -> phone.react(id(call), emoji(call))))
                .on(
                        POST,
                        MESSAGE + "/edit",
                        api.onMessage((phone, call) -> phone.edit(id(call), call.required("text"))))
                .on(POST, MESSAGE + "/revoke", api.onMessage((phone, call) -> phone.revoke(id(call))))
                .on(POST, MESSAGE + "/vote", api.onMessage((phone, call) -> phone.vote(id(call), options(call))))
                .on(POST, MESSAGE + "/played", api.onMessage((phone, call) -> phone.play(id(call))))
                .on(POST, PHONE + "/read", api.onMessage((phone, call) -> phone.read(call.required("from"))))
                .on(
                        POST,
                        PHONE + "/presence",
                        api.onMessage((phone, call) -> phone.presence(call.required("to"), call.required("state"))))
                .on(
                        PUT,
                        PHONE + "/picture",
                        api.onMessage((phone, call) -> phone.picture(
                                MediaBody.store(call.body(), media).sha256())))
                .on(
                        PUT,
                        PHONE + "/online",
                        api.onMessage((phone, call) -> phone.online(call.body().getBoolean("online", true))));
    }

    private PhoneActions phone(Call call) {
        return server.phone(call.path().getFirst());
    }

    private static String id(Call call) {
        return call.path().getLast();
    }

    private Routes.Handler onMessage(BiConsumer<PhoneActions, Call> action) {
        return call -> {
            action.accept(phone(call), call);
            return Answer.ok(new JsonObject());
        };
    }

    private Answer send(Call call) {
        return new Answer(201, phone(call).send(call.required("to"), MessageBody.content(call.body(), media)));
    }

    private static String emoji(Call call) {
        String emoji = call.body().getString("emoji");
        if (emoji == null) {
            throw new Refused(400, "The field emoji is missing; an empty one takes the reaction back.");
        }
        return emoji;
    }

    private static JsonArray options(Call call) {
        JsonArray options = call.body().getJsonArray("options");
        if (options == null) {
            throw new Refused(400, "The field options is missing; an empty list takes the vote back.");
        }
        return options;
    }
}
