// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, which stands still but while it is measured. The main thread's. */
final class ServerProcess implements AutoCloseable {
    private static final long PATIENCE_S = 30;

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
    static ServerProcess start(String name, List<String> command) throws IOException, InterruptedException {
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

    private static void killIfSlow(Process process) {
        try {
            TimeUnit.SECONDS.sleep(PATIENCE_S);
            process.destroyForcibly(); // who waits for its output hears that there is none
        } catch (InterruptedException started) {
            return;
        }
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    void standStill() throws InterruptedException {
        signal("STOP");
    }

    void goOn() throws InterruptedException {
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
