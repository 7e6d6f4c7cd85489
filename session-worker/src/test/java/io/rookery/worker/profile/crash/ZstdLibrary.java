package io.rookery.worker.profile.crash;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** zstd's native part, which it would unpack itself: a process that may not write large files finds it here. */
final class ZstdLibrary {
    private ZstdLibrary() {}

    /** @return for {@code java.library.path} */
    static Path unpackedInto(Path folder) throws Exception {
        String system = System.getProperty("os.arch").equals("aarch64") ? "linux/aarch64" : "linux/amd64";
        Path jar = Path.of(ZstdOutputStream.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path target = Files.createDirectory(folder.resolve("native"));
        try (FileSystem content = FileSystems.newFileSystem(jar);
                Stream<Path> libraries = Files.list(content.getPath(system))) {
            Path library = libraries.findFirst().orElseThrow(() -> new IOException("no library in " + jar));
            try (InputStream in = Files.newInputStream(library)) {
                Files.copy(in, target.resolve(String.valueOf(library.getFileName())));
            }
        }
        return target;
    }
}
