package io.rookery.gateway.stream;

/** What the API description says of streams. */
final class StreamDocs {
    static final String SSE =
            "Server-sent events of the key's tenant, or of the sessions that the key is limited to. event is the type without io.rookery.event. (session.status, session.limits, "
                    + "session.restricted, session.qr, message.received, message.sent, message.ack, message.media, message.edited, message.deleted, message.reaction, message.vote, "
                    + "command.outcome), data the CloudEvent as it stands on its topic, id a place to go on from: send the last one as Last-Event-ID, with the same filters, to whichever "
                    + "gateway, and what came after it follows, each event once. The events of a session are in order per topic. stream.gap says that something may be missing, because Kafka "
                    + "has it no more or the id is none of this stream (look at the sessions anew); stream.error says why the stream ends. A comment every 15 seconds keeps it alive. Codes "
                    + "(session.qr) are told to keys with session:connect only.";
    static final String SOCKET =
            "The same as GET without /ws, as texts of a web socket: {\"id\", \"type\", \"event\"}; id is the cursor to go on from, type as with server-sent events, event the CloudEvent. "
                    + "stream.begin and stream.position tell a cursor only. Before the gateway cuts a stream it sends {\"type\":\"stream.error\",\"problem\"}, then closes with 1013 (the reader is too slow), "
                    + "1008 (the key is not valid any more) or 1001 (the gateway stops). The gateway sends pings, and takes no messages: one is answered by closing with 1003. The key comes in a "
                    + "header as everywhere; a browser, which can't set one, offers the sub-protocols rookery.v1 and rookery.key.<the key in unpadded Base64 for URLs>.";
    static final String SESSION = "Only of these sessions; several by repeating it, or with commas";
    static final String TYPE =
            "Only of these types, for example message.received; message.* stands for all that begin so; several by repeating it, or with commas";
    static final String CURSOR = "The id of the last event that was seen; Last-Event-ID comes first";
    static final String LAST_EVENT_ID = "The id of the last event that was seen";
    static final String REPLAY = "Begin with what is held in memory";

    private StreamDocs() {}
}
