// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.aioactors.aio.FreshJvm;

/** The program, run by a test with no terminal. */
final class TopProcess implements AutoCloseable {
    private static final long DEADLINE_S = 100;

    private final Process process;
    private final Path errors;
    private final BufferedReader output;

    /** How it ended. */
    record Outcome(int status, List<String> output, String errors) {}

    private TopProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        output = process.inputReader();
    }

    static TopProcess start(Map<String, String> environment, String... arguments) throws IOException {
        Path errors = Files.createTempFile("aio-top", ".txt");
        ProcessBuilder builder = new ProcessBuilder(
                        FreshJvm.command(AioTop.class, List.of("-XX:TieredStopAtLevel=1"), arguments))
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        return new TopProcess(builder.start(), errors);
    }

    /** Runs it to its end. */
    static Outcome run(String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), arguments);
    }

    static Outcome run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        try (TopProcess top = start(environment, arguments)) {
            return top.outcome();
        }
    }

    /** The next line that it prints. */
    String line() throws IOException {
        String line = output.readLine();
        assertThat(line).as("a line; errors: %s", Files.readString(errors)).isNotNull();
        return line;
    }

    /** Waits for its end. */
    Outcome outcome() throws IOException, InterruptedException {
        List<String> rest = output.lines().toList();
        assertThat(process.waitFor(DEADLINE_S, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), rest, Files.readString(errors));
    }

    /** Waits for its end, when its output is closed. */
    int awaitStatus() throws InterruptedException {
        assertThat(process.waitFor(DEADLINE_S, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** Whoever reads what it prints has gone. */
    void closeOutput() throws IOException {
        output.close();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        output.close();
        Files.delete(errors);
    }
}
