// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.network;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aioactors.aio.FreshJvm;
import org.aioactors.samples.chat.ChatServer;

/** A server of a network in a JVM of its own. */
public final class ServerProcess implements AutoCloseable {
    /** For a JVM that starts beside two others and joins them. */
    private static final Duration START = Duration.ofSeconds(40);

    private static final Duration END = Duration.ofSeconds(30);
    private static final Pattern LISTENING = Pattern.compile("irc://127\\.0\\.0\\.1:(\\d+)");

    private final String name;
    private final Process process;
    private final Progress progress = new Progress();
    private final List<String> said = new ArrayList<>();

    private ServerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        Thread reader = new Thread(this::read, "output of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Ports of 127.0.0.1 that nobody has. */
    public static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            ports.add(sockets.get(i).getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    /**
     * Starts one; {@link #irc} waits until it listens.
     *
     * @param own its port for the other servers
     * @param others theirs
     * @param options more of them, for the server
     */
    static ServerProcess start(String name, int own, List<Integer> others, String... options) throws IOException {
        StringBuilder cluster = new StringBuilder("127.0.0.1:" + own);
        others.stream().filter(port -> port != own).forEach(port -> cluster.append(",127.0.0.1:")
                .append(port));
        List<String> command = FreshJvm.command(
                ChatServer.class,
                List.of("-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                "--port=0",
                "--web-port=off",
                "--name=" + name,
                "--cluster=" + cluster,
                "-Dchat.limits.lines=1000000",
                "-Dchat.limits.line-every=0s",
                "-Dakka.actor.default-dispatcher.aio.threads=2");
        command.addAll(List.of(options));
        return new ServerProcess(
                name, new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String text = line;
                progress.change(() -> said.add(text));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    /** Waits until it says something. */
    String await(Pattern wanted, Duration atMost) throws InterruptedException {
        progress.await(name + " says " + wanted, atMost, () -> find(wanted) != null || !process.isAlive(), this::said);
        String line = progress.get(() -> find(wanted));
        if (line == null) {
            throw new AssertionError(name + " has ended: " + said());
        }
        return line;
    }

    private String find(Pattern wanted) {
        return said.stream().filter(wanted.asPredicate()).findFirst().orElse(null);
    }

    /** All that it has said so far. */
    String said() {
        return progress.get(() -> String.join("\n  ", said));
    }

    /** Where it listens; waits until it does. */
    InetSocketAddress irc() throws InterruptedException {
        Matcher listening = LISTENING.matcher(await(LISTENING, START));
        listening.find();
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(listening.group(1)));
    }

    /** Ends it by SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Asks it to end by SIGTERM; the exit status is there when it has. */
    Future<Integer> terminate() {
        process.toHandle().destroy();
        return process.onExit().orTimeout(END.toSeconds(), TimeUnit.SECONDS).thenApply(Process::exitValue);
    }

    /** Sends a signal of that name. */
    void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** Waits until it has ended; returns its exit status. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(name + " has not ended within " + END + ": " + said());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
