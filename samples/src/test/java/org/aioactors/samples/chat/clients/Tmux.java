// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A terminal multiplexer of a test's own, with a program in it that is typed at and looked at ({@code tmux(1)}). One thread's;
 * what is waited for must come within {@link #PATIENCE_S}.
 */
final class Tmux implements AutoCloseable {
    private static final long PATIENCE_S = 20;
    private static final String WINDOW = "program";

    private final Path socket;

    /** Empty if it has ended at once. */
    private final Optional<ProcessHandle> program;

    /** Attached in control mode: prints a line whenever the program has written something. */
    private final Process watcher;

    private final Semaphore written = new Semaphore(0);

    private Tmux(Path socket, List<String> command) throws IOException, InterruptedException {
        this.socket = socket;
        List<String> arguments = new ArrayList<>(List.of("new-session", "-d", "-x", "120", "-y", "40", "-s", WINDOW));
        arguments.addAll(command);
        run(arguments);
        run(List.of("set-option", "-g", "window-size", "manual"));
        run(List.of("set-option", "-g", "remain-on-exit", "on"));
        long pid = Long.parseLong(run(List.of("display-message", "-p", "-t", WINDOW, "#{pane_pid}"))
                .strip());
        program = ProcessHandle.of(pid);
        watcher = new ProcessBuilder(command(List.of("-C", "attach-session", "-t", WINDOW)))
                .redirectErrorStream(true)
                .start();
        Thread thread = new Thread(this::watch, "tmux-watcher");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts a program. The folder is the test's, and holds the multiplexer's socket. */
    static Tmux start(Path folder, String... command) throws IOException, InterruptedException {
        return new Tmux(folder.resolve("tmux"), List.of(command));
    }

    private void watch() {
        try (BufferedReader lines = watcher.inputReader(StandardCharsets.UTF_8)) {
            while (lines.readLine() != null) {
                written.release();
            }
        } catch (IOException closed) {
            return; // with the multiplexer
        }
    }

    private List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("tmux", "-S", socket.toString(), "-f", "/dev/null"));
        command.addAll(arguments);
        return command;
    }

    private String run(List<String> arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command(arguments)).redirectErrorStream(true);
        builder.environment().remove("TMUX");
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("tmux " + arguments + ": " + output);
        }
        return output;
    }

    /** Types a line, and Enter. */
    void type(String line) throws IOException, InterruptedException {
        run(List.of("send-keys", "-t", WINDOW, "-l", "--", line));
        run(List.of("send-keys", "-t", WINDOW, "Enter"));
    }

    /** What can be seen now. */
    String screen() throws IOException, InterruptedException {
        return run(List.of("capture-pane", "-p", "-t", WINDOW));
    }

    /** Waits until a line on the screen has a match. */
    void see(String regex) throws IOException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        String screen = screen();
        while (screen.lines().noneMatch(line -> line.matches(".*" + regex + ".*"))) {
            long leftNs = deadlineNs - System.nanoTime();
            if (!written.tryAcquire(leftNs, TimeUnit.NANOSECONDS)) {
                throw new AssertionError("not seen within " + PATIENCE_S + " s: " + regex + "\n" + screen);
            }
            written.drainPermits();
            screen = screen();
        }
    }

    /** Ends the program, and returns when it has written its last file. */
    @Override
    public void close() throws IOException {
        try {
            run(List.of("kill-server"));
            watcher.destroy();
            if (program.isPresent()) {
                program.get().onExit().get(PATIENCE_S, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the program in " + socket + " ends", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the program in " + socket + " has not ended", e);
        }
    }
}
