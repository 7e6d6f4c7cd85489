package io.rookery.gateway.message;

import io.swagger.v3.oas.annotations.media.Schema;

/** The body of a send, for the description; the schema of the command judges it. */
@Schema(name = "SendText")
record SendText(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                description = "A phone number in E.164 form, or a chat id as WhatsApp writes it",
                example = "+491700000002")
        String to,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED, minLength = 1, maxLength = 65536, example = "Hello")
        String text) {}
