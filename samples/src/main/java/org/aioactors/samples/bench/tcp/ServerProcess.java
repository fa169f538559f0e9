// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, which stands still but while it is measured. The main thread's. */
public final class ServerProcess implements AutoCloseable {
    private static final long PATIENCE_S = 30;
    private static final long LOOK_MS = 20;

    private final String name;
    private final Process process;
    private final int port;
    private final Thread killer;

    private ServerProcess(String name, Process process, int port) {
        this.name = name;
        this.process = process;
        this.port = port;
        killer = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(killer);
    }

    /**
     * Starts a server; blocks until it listens.
     *
     * @throws IOException if it does not say where it listens within half a minute
     */
    public static ServerProcess start(String name, List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread watchdog = new Thread(() -> killIfSlow(process), "start-of-" + name);
        watchdog.setDaemon(true);
        watchdog.start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        watchdog.interrupt();
        watchdog.join();
        if (line == null || !line.matches("READY \\d+")) {
            process.destroyForcibly();
            throw new IOException(name + " did not start, but printed: " + line);
        }
        return new ServerProcess(name, process, Integer.parseInt(line.substring("READY ".length())));
    }

    /**
     * Starts a server that does not say when it listens; blocks until it does. What it prints on its standard output is dropped.
     *
     * @param port where it will listen on this machine
     * @throws IOException if it has ended, or does not listen within half a minute
     */
    public static ServerProcess start(String name, List<String> command, int port)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!listens(port)) {
            // Its end is an event that can be waited for; that it listens is none that another process hears of.
            if (process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS) || System.nanoTime() > deadlineNs) {
                process.destroyForcibly();
                throw new IOException(name + " did not start: nobody listens on port " + port);
            }
        }
        return new ServerProcess(name, process, port);
    }

    private static boolean listens(int port) {
        try (SocketChannel channel = LoadClients.channel(port)) {
            return channel.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void killIfSlow(Process process) {
        try {
            TimeUnit.SECONDS.sleep(PATIENCE_S);
            process.destroyForcibly(); // who waits for its output hears that there is none
        } catch (InterruptedException started) {
            return;
        }
    }

    /** For tables. */
    public String name() {
        return name;
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Its process. */
    public long pid() {
        return process.pid();
    }

    /** Stops it until it may go on. */
    public void standStill() throws InterruptedException {
        signal("STOP");
    }

    /** Lets it go on. */
    public void goOn() throws InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws InterruptedException {
        if (!Commands.succeeds("kill", "-" + signal, Long.toString(pid()))) {
            throw new IllegalStateException(name + " has ended");
        }
    }

    /** Kills it. */
    @Override
    public void close() {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(killer);
    }
}
