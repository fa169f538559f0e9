// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.aioactors.net.TestTls.Identity;

/** An {@link EchoProgram}, as the test that has started it sees it. The test's thread. */
final class EchoProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    /**
     * How it runs.
     *
     * @param dispatcher of its handlers
     * @param eachMessageNs how long each takes for a message
     * @param tls whether it speaks TLS
     * @param maxFds how many fds it may have; 0 for as many as we may
     * @param jvm options of its JVM
     */
    record Plan(
            String dispatcher, TransportKind transport, long eachMessageNs, boolean tls, int maxFds, List<String> jvm) {
        static Plan of(TransportKind transport, boolean tls) {
            return new Plan(TcpTest.AIO, transport, 0, tls, 0, List.of());
        }

        private List<String> command(Path keyStore) {
            List<String> command = new ArrayList<>();
            if (maxFds > 0) {
                command.addAll(List.of("sh", "-c", "ulimit -n " + maxFds + " && exec \"$@\"", "sh"));
            }
            command.add(ProcessHandle.current().info().command().orElseThrow());
            command.addAll(jvm);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), EchoProgram.class.getName()));
            command.addAll(List.of(dispatcher, transport.name(), Long.toString(eachMessageNs)));
            if (tls) {
                command.add(keyStore.toString());
            }
            return command;
        }
    }

    /** What a process holds. */
    record Holdings(long sockets, long heapBytes, long mappings) {}

    private final Process process;
    private final Path keyStore;
    private final InetSocketAddress address;

    /** What it was asked for. */
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    /** What else it prints. */
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());

    private EchoProcess(Process process, Path keyStore) throws InterruptedException {
        this.process = process;
        this.keyStore = keyStore;
        Background.start(() -> {
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                output.lines().forEach(this::printed);
            }
            return true;
        });
        address = TcpTest.loopback(Integer.parseInt(answer()[1]));
    }

    /** Starts one; blocks until it listens. */
    static EchoProcess start(Plan plan) throws IOException, InterruptedException {
        Path keyStore = Files.createTempFile("echo", ".p12");
        TestTls.write(keyStore, List.of(Identity.LOCALHOST));
        Process process = new ProcessBuilder(plan.command(keyStore))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            return new EchoProcess(process, keyStore);
        } catch (RuntimeException | Error failure) {
            process.destroyForcibly();
            Files.delete(keyStore);
            throw failure;
        }
    }

    private void printed(String line) {
        if (line.startsWith("port ") || line.startsWith("holds ")) {
            answers.add(line);
        } else {
            log.add(line);
        }
    }

    private String[] answer() throws InterruptedException {
        String line = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(line).as("what it says; it has printed %s", log).isNotNull();
        return line.split(" ", -1);
    }

    InetSocketAddress address() {
        return address;
    }

    /** As it is. */
    Holdings holdings() throws IOException, InterruptedException {
        return ask("");
    }

    /** Its garbage collected. */
    Holdings collectedHoldings() throws IOException, InterruptedException {
        return ask(EchoProgram.COLLECT);
    }

    private Holdings ask(String line) throws IOException, InterruptedException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        String[] answer = answer();
        return new Holdings(Long.parseLong(answer[1]), Long.parseLong(answer[2]), Long.parseLong(answer[3]));
    }

    /** The lines that it has printed. */
    List<String> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    /** Whether it lives all that time. */
    boolean lives(long durationNs) throws InterruptedException {
        return !process.waitFor(durationNs, TimeUnit.NANOSECONDS);
    }

    /** It is told to end, and does, in order. */
    void expectGracefulEnd() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    /** Kills it if it lives. */
    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(keyStore);
    }
}
