package io.rookery.gateway.command;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What became of one part of a command, for the description; what the outcome's event says is passed on as it stands. */
@Schema(name = "CommandItem", description = "What became of one part of a command")
record CommandItem(
        @Schema(description = "Of a message: its place in the command, from 0", example = "0") @Nullable Integer index,

        @Schema(description = "Of a message: as of a command", example = "succeeded") @Nullable String status,

        @Schema(description = "Of a message: as of a command", example = "OK") @Nullable String code,

        @Schema(description = "Of a message: the reason in a sentence") @Nullable String text,

        @Schema(description = "Of a message: its id, also where it was not sent", example = "3EB0C0FFEE") @Nullable String messageId,

        @Schema(description = "Of a check: the number as it was given", example = "+491700000002") @Nullable String number,

        @Schema(description = "Of a check: whether the number has an account", example = "true") @Nullable Boolean onWhatsApp,

        @Schema(description = "Of a check: the account's chat, where it has one", example = "491700000002@c.us")
        @Nullable String chatId) {}
