package io.rookery.events;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a message says. */
public sealed interface Content {

    record Text(String text) implements Content {}

    /**
     * A file. It comes from exactly one of {@code url}, {@code mediaId} and {@code base64}.
     *
     * @param kind how it is shown; by its content where it is missing
     * @param url http or https; fetched by the worker
     * @param mediaId what an upload at the gateway answered
     * @param base64 the bytes themselves, up to half a megabyte
     * @param mimeType by its content where it is missing
     * @param fileName shown with documents
     * @param caption a text below the picture, the video or the document
     */
    record Media(
            @Nullable MediaKind kind,
            @Nullable String url,
            @Nullable String mediaId,
            @Nullable String base64,
            @Nullable String mimeType,
            @Nullable String fileName,
            @Nullable String caption)
            implements Content {}

    /** How a file is shown. */
    enum MediaKind {
        @JsonProperty("image")
        IMAGE,
        @JsonProperty("video")
        VIDEO,
        @JsonProperty("audio")
        AUDIO,
        /** Played as if it were spoken into the phone. */
        @JsonProperty("voice")
        VOICE,
        @JsonProperty("sticker")
        STICKER,
        @JsonProperty("document")
        DOCUMENT
    }

    /** A place; degrees. */
    record Location(
            double latitude,
            double longitude,
            @Nullable String name,
            @Nullable String address) implements Content {}

    /** A person's card, with a number in E.164 form. */
    record ContactCard(String name, String phoneNumber) implements Content {}

    /** @param selectable how many of the options one may choose; 1 by default */
    record Poll(
            String question, List<String> options, @Nullable Integer selectable) implements Content {}

    /** A message that this account has seen. */
    record Forward(String chatId, String messageId) implements Content {}
}
