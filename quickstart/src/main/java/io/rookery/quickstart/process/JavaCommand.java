package io.rookery.quickstart.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Command lines of child JVMs: those of this JVM's installation, tuned for a quick start and a small heap. */
public final class JavaCommand {
    private static final List<String> FLAGS =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED");

    private JavaCommand() {}

    /** @return {@code java -jar}, before the program's arguments */
    public static List<String> jar(Path jar, int heapMegabytes, String... jvmArguments) {
        return with(heapMegabytes, jvmArguments, "-jar", jar.toString());
    }

    /** @return {@code java -cp … Main}, before the program's arguments */
    public static List<String> main(String classPath, String mainClass, int heapMegabytes, String... jvmArguments) {
        return with(heapMegabytes, jvmArguments, "-cp", classPath, mainClass);
    }

    private static List<String> with(int heapMegabytes, String[] jvmArguments, String... program) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-Xmx" + heapMegabytes + "m");
        command.addAll(Arrays.asList(jvmArguments));
        command.addAll(Arrays.asList(program));
        return command;
    }
}
