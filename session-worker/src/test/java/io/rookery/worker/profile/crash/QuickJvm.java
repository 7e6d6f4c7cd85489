package io.rookery.worker.profile.crash;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Command lines of JVMs with this test's class path that start on an ahead-of-time cache, in a fraction of the CPU time: most of what a process costs that lives for a moment is the loading of its
 * classes. A cache is of jars only, so folders of classes are packed first.
 */
final class QuickJvm {
    private static final List<String> FLAGS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-Xlog:disable", // of what the cache can't hold
            "--enable-native-access=ALL-UNNAMED");

    private final String classPath;
    private final Path cache;

    private QuickJvm(String classPath, Path cache) {
        this.classPath = classPath;
        this.cache = cache;
    }

    /**
     * Makes the cache by a life of the program.
     *
     * @param folder for jars and cache
     * @param program the main class and its arguments; it must end with 0
     * @throws IllegalStateException where there is no cache after that
     */
    static QuickJvm trainedBy(Path folder, String... program) throws IOException, InterruptedException {
        var jvm = new QuickJvm(jars(folder), folder.resolve("start.aot"));
        ProcessBuilder training = new ProcessBuilder(jvm.command("-XX:AOTCacheOutput=" + jvm.cache, List.of(), program))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("training").toFile());
        training.environment().put("JDK_AOT_VM_OPTIONS", "-Xmx512m");
        int code = training.start().waitFor();
        if (code != 0 || !Files.exists(jvm.cache))
            throw new IllegalStateException(
                    "no cache, exit code " + code + ": " + Files.readString(folder.resolve("training")));
        return jvm;
    }

    List<String> command(List<String> jvmArguments, String... program) {
        return command("-XX:AOTCache=" + cache, jvmArguments, program);
    }

    private List<String> command(String cacheFlag, List<String> jvmArguments, String... program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add(cacheFlag);
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", classPath));
        command.addAll(List.of(program));
        return command;
    }

    private static String jars(Path folder) throws IOException {
        List<String> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator))) {
            Path path = Path.of(entry);
            if (Files.isRegularFile(path)) jars.add(entry);
            if (Files.isDirectory(path))
                jars.add(packed(path, folder.resolve("classes-" + jars.size() + ".jar"))
                        .toString());
        }
        return String.join(File.pathSeparator, jars);
    }

    private static Path packed(Path classes, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            out.setLevel(0);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return jar;
    }
}
