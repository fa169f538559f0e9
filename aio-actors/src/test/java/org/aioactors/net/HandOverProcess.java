// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A {@link HandOverProgram}, as the test that has started it sees it. The test's thread. */
final class HandOverProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
    private final List<String> log = new CopyOnWriteArrayList<>();

    private HandOverProcess(Process process) {
        this.process = process;
        Background.start(() -> {
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                output.lines().forEach(this::printed);
            }
            return true;
        });
    }

    /** The program that runs this JVM. */
    static String java() {
        return ProcessHandle.current().info().command().orElseThrow();
    }

    static HandOverProcess start(Path folder, TransportKind transport, boolean unix) throws IOException {
        return new HandOverProcess(new ProcessBuilder(
                        java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        HandOverProgram.class.getName(),
                        folder.toString(),
                        transport.name(),
                        Boolean.toString(unix))
                .redirectErrorStream(true)
                .start());
    }

    private void printed(String line) {
        if (line.matches("(serving|offered|complete|handed over|failed).*")) {
            news.add(line);
        } else {
            log.add(line);
        }
    }

    /** What it says next begins so; returns the rest. */
    String expect(String beginning) throws InterruptedException {
        String line = news.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(line).as("what it says; it has printed %s", log).isNotNull().startsWith(beginning);
        return line.substring(beginning.length()).trim();
    }

    String pid() {
        return Long.toString(process.pid());
    }

    /** It ends by itself, in order. */
    void expectEnd() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("it ends; it has printed %s", log)
                .isTrue();
        assertThat(process.exitValue()).isZero();
    }

    /** Kills it at once. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
