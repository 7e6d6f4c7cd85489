package io.rookery.worker.profile;

import io.rookery.events.SessionId;
import io.rookery.worker.profile.Manifest.StoredFile;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Manifests as JSON. A reader takes its own format version only, ignores fields that it does not know, and believes nothing that its key does not confirm. */
final class ManifestFormat {
    static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ManifestFormat() {}

    static byte[] write(SessionId session, Manifest manifest) {
        return JSON.writeValueAsBytes(new Document(
                VERSION,
                session.value(),
                manifest.key().text(),
                manifest.deleted(),
                manifest.time().toString(),
                manifest.metadata().done(),
                manifest.metadata().browserVersion(),
                manifest.metadata().whatsappVersion(),
                manifest.files().stream()
                        .map(file -> new Line(
                                file.path(),
                                file.size(),
                                file.sha256(),
                                file.object().writtenBy().text()))
                        .toList()));
    }

    static Manifest read(SessionId session, ManifestKey key, byte[] content) throws ProfileDamaged, ProfileTooNew {
        Document document;
        try {
            document = JSON.readValue(content, Document.class);
        } catch (JacksonException e) {
            throw new ProfileDamaged("manifest " + key.text() + " is not readable");
        }
        if (document == null) throw new ProfileDamaged("manifest " + key.text() + " is empty");
        if (document.format() > VERSION) {
            throw new ProfileTooNew(
                    "manifest " + key.text() + " has format " + document.format() + ", known is up to " + VERSION);
        }
        if (document.format() < 1
                || !session.value().equals(document.session())
                || !key.text().equals(document.key())) {
            throw new ProfileDamaged("manifest " + key.text() + " is that of something else");
        }
        return new Manifest(
                key, document.deleted(), time(key, document.time()), metadata(document), files(key, document));
    }

    private static Profiles.Metadata metadata(Document document) {
        return new Profiles.Metadata(
                document.done(), orEmpty(document.browserVersion()), orEmpty(document.whatsappVersion()));
    }

    private static List<StoredFile> files(ManifestKey key, Document document) throws ProfileDamaged {
        List<StoredFile> files = new ArrayList<>();
        for (Line line : document.files() == null ? List.<Line>of() : document.files()) {
            String path = line.path();
            ManifestKey writtenBy = ManifestKey.parse(orEmpty(line.writtenBy())).orElse(null);
            if (path == null || writtenBy == null || !ObjectName.isHash(orEmpty(line.sha256()))) {
                throw new ProfileDamaged("manifest " + key.text() + " has an incomplete line");
            }
            files.add(new StoredFile(path, line.size(), new ObjectName(orEmpty(line.sha256()), writtenBy)));
        }
        return files;
    }

    private static Instant time(ManifestKey key, @Nullable String text) throws ProfileDamaged {
        try {
            return Instant.parse(orEmpty(text));
        } catch (DateTimeException e) {
            throw new ProfileDamaged("manifest " + key.text() + " has no time");
        }
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private record Document(
            int format,
            @Nullable String session,
            @Nullable String key,
            boolean deleted,
            @Nullable String time,
            long done,
            @Nullable String browserVersion,
            @Nullable String whatsappVersion,
            @Nullable List<Line> files) {}

    private record Line(
            @Nullable String path,
            long size,
            @Nullable String sha256,
            @Nullable String writtenBy) {}
}
