package io.rookery.gateway.media;

import io.swagger.v3.oas.annotations.media.Schema;

/** A form with a file, for the description. */
@Schema(name = "UploadForm")
record UploadForm(
        @Schema(
                requiredMode = Schema.RequiredMode.REQUIRED,
                type = "string",
                format = "binary",
                description = "The file; its name and its type are those of the part")
        String file) {}
