package io.rookery.gateway.media;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Files of messages.
 *
 * @param maxBytes the largest file that is taken
 * @param uploads how many uploads may be under way at once; each holds up to twice its size of the disk
 * @param downloads how many downloads may be under way at once
 * @param silence how long an upload may send nothing
 * @param directory where files are while they are uploaded; of this gateway alone. None for a new one where the system has its temporary files
 */
@ConfigurationProperties("rookery.media")
public record MediaProperties(
        @DefaultValue("64MB") DataSize maxBytes,
        @DefaultValue("8") int uploads,
        @DefaultValue("16") int downloads,
        @DefaultValue("30s") Duration silence,
        @Nullable Path directory) {}
