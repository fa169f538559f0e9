// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM of a test's own, with a class path of its own: for what is decided once in a process's life. */
public final class FreshJvm {
    private static final long DEADLINE_S = 50;

    private FreshJvm() {}

    /** A class path of the places where these classes come from. */
    public static String classPath(Class<?>... classes) {
        return Stream.of(classes)
                .map(FreshJvm::placeOf)
                .distinct()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** The class path of the running tests, without the jars whose names begin so. */
    public static String classPathOfTheTestsWithout(String... jars) {
        // Surefire's own class path has one jar, which names all others.
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Stream.of(classPath.split(File.pathSeparator))
                .filter(place ->
                        Stream.of(jars).noneMatch(Path.of(place).getFileName().toString()::startsWith))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** SLF4J 1.7 with something behind it that logs to the console: the build has put it into the module's folder. */
    public static String slf4j1ClassPath() throws IOException {
        try (Stream<Path> jars = Files.list(Path.of("target", "slf4j-1"))) {
            return jars.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What starts a program of the tests, with their class path; newer JVMs don't warn of what is in libraries. */
    public static List<String> command(Class<?> program, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(options);
        command.addAll(List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPathOfTheTestsWithout(),
                program.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Runs a program to its end, which must be a good one; returns all that it prints. */
    public static String run(String classPath, Class<?> program, String... options)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        if (Runtime.version().feature() >= 22 && !List.of(options).contains("--illegal-native-access=deny")) {
            arguments.add("--enable-native-access=ALL-UNNAMED");
        }
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-cp", classPath, program.getName()));
        return run(arguments);
    }

    /** Runs java with these arguments to its end, which must be a good one; returns all that it prints. */
    static String run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(arguments);
        return runToEnd(command, DEADLINE_S);
    }

    /** Runs such a command to its end, which must be a good one and come in time; returns all that it prints. */
    public static String runToEnd(List<String> command, long deadlineS) throws IOException, InterruptedException {
        Path printed = Files.createTempFile("fresh-jvm", ".txt"); // not a pipe, which can't be read with a deadline
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
            boolean ended = process.waitFor(deadlineS, TimeUnit.SECONDS);
            process.destroyForcibly();
            String text = Files.readString(printed);
            assertThat(ended).as("ended in time: %s", text).isTrue();
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } finally {
            Files.delete(printed);
        }
    }
}
