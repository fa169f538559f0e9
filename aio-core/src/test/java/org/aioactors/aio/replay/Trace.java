// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One recorded run of the reference machine. {@code traces/FORMAT.md} describes the lines.
 *
 * @param fileName {@code SCENARIO.BACKEND.txt}
 */
record Trace(String fileName, List<String> lines) {
    private static final Path DIRECTORY = directory();
    private static final String INDEX = "INDEX.txt";
    private static final String OUTLIVED = "outlived/";
    private static final String SUFFIX = ".txt";
    private static final Pattern COMMAND_LINE = Pattern.compile("(?:> |[+*]\\d+ )(.*)");
    private static final String BACKENDS = "# backends: ";

    /** All traces there are, ordered by name. */
    static List<Trace> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX) && !name.equals(INDEX))
                    .sorted()
                    .map(Trace::named)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Trace named(String fileName) {
        return new Trace(fileName, read(fileName));
    }

    /** The scenarios that there must be traces of. */
    static List<String> indexedScenarios() {
        return read(INDEX).stream()
                .map(line -> line.substring(0, line.indexOf(':')))
                .toList();
    }

    /** The lines of any file that lies beside the traces. */
    static List<String> read(String fileName) {
        try {
            return Files.readAllLines(DIRECTORY.resolve(fileName));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory() {
        URL index = Trace.class.getResource("/traces/" + INDEX);
        if (index == null) {
            throw new IllegalStateException("the resource /traces/" + INDEX + " is missing");
        }
        try {
            return Path.of(index.toURI()).getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    String scenario() {
        return fileName.substring(0, fileName.indexOf('.'));
    }

    Backend backend() {
        return Backend.of(fileName.substring(fileName.indexOf('.') + 1, fileName.length() - SUFFIX.length()));
    }

    /** The back ends that this scenario was recorded with, by the trace's own header. */
    List<Backend> recordedBackends() {
        String header = lines.stream()
                .filter(line -> line.startsWith(BACKENDS))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(fileName + " has no line '" + BACKENDS + "'"));
        return Arrays.stream(header.substring(BACKENDS.length()).split(" "))
                .map(Backend::of)
                .toList();
    }

    /** Each command, wherever it is executed. */
    Stream<String> commands() {
        return lines.stream()
                .map(COMMAND_LINE::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1));
    }

    /** Whether the reference aborted in the end, or span without an end: defects that ours must not have. */
    boolean endsInDefect() {
        String last = lines.get(lines.size() - 1);
        return last.startsWith(Transcript.END + "SIGABRT") || last.startsWith(Transcript.END + "LIVELOCK");
    }

    /** What ours has to show: the same, but where the reference broke down, how it goes on instead. */
    List<String> expectedLines() {
        if (!endsInDefect()) {
            return lines;
        }
        List<String> expected = new ArrayList<>(lines.subList(0, lines.size() - 1));
        expected.addAll(read(OUTLIVED + fileName));
        return expected;
    }
}
