package io.rookery.worker.browser;

import io.rookery.events.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page shall send.
 *
 * @param messageId the id that the message shall have
 * @param to E.164 number or chat id
 * @param file where the content is media: its file
 * @param replyTo a message of this chat
 * @param mentions E.164 numbers or chat ids
 */
public record OutgoingMessage(
        String messageId,
        String to,
        Content content,
        @Nullable PageFile file,
        @Nullable String replyTo,
        List<String> mentions,
        boolean linkPreview) {}
