package io.rookery.worker.profile.crash;

import io.rookery.store.ObjectStore;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A store in a folder, which outlives the process: an object is there wholly or not at all, as in S3. */
final class FolderObjectStore implements ObjectStore {
    private final Path objects;
    private final Path drafts;

    FolderObjectStore(Path folder) throws IOException {
        this.objects = Files.createDirectories(folder.resolve("objects"));
        this.drafts = Files.createDirectories(folder.resolve("drafts"));
    }

    @Override
    public Optional<byte[]> get(String key) {
        try {
            return Optional.of(Files.readAllBytes(objects.resolve(key)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean get(String key, Path target) throws IOException {
        Optional<byte[]> content = get(key);
        if (content.isPresent()) Files.write(target, content.get());
        return content.isPresent();
    }

    @Override
    public boolean putIfAbsent(String key, byte[] content) {
        try {
            Path draft = Files.write(Files.createTempFile(drafts, "", ""), content);
            Path place = objects.resolve(key);
            Files.createDirectories(place.getParent());
            Files.createLink(place, draft);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void put(String key, List<byte[]> parts) {
        try {
            Path draft = Files.createTempFile(drafts, "", "");
            try (OutputStream out = Files.newOutputStream(draft)) {
                for (byte[] part : parts) out.write(part);
            }
            publish(draft, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void put(String key, Path content) throws IOException {
        Path draft = Files.createTempFile(drafts, "", "");
        Files.copy(content, draft, StandardCopyOption.REPLACE_EXISTING);
        publish(draft, key);
    }

    private void publish(Path draft, String key) throws IOException {
        Path place = objects.resolve(key);
        Files.createDirectories(place.getParent());
        Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public List<String> list(String prefix) {
        try (Stream<Path> all = Files.walk(objects)) {
            return all.filter(Files::isRegularFile)
                    .map(path -> objects.relativize(path).toString())
                    .filter(key -> key.startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> groups(String prefix) {
        return list(prefix).stream()
                .map(key -> key.substring(prefix.length()))
                .filter(rest -> rest.contains("/"))
                .map(rest -> rest.substring(0, rest.indexOf('/')))
                .distinct()
                .toList();
    }

    @Override
    public void delete(String key) {
        try {
            Files.deleteIfExists(objects.resolve(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
