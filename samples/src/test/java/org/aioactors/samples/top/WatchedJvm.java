// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.aioactors.aio.FreshJvm;

/** A JVM that is watched in a test, until it is closed. */
final class WatchedJvm implements AutoCloseable {
    private static final long DEADLINE_S = 100;

    private final Process process;
    private final BufferedReader output;

    private WatchedJvm(Process process) {
        this.process = process;
        output = process.inputReader();
    }

    /** Starts one of the programs, and waits until it is ready. */
    static WatchedJvm start(Class<?> program, List<String> options) throws IOException {
        WatchedJvm jvm = new WatchedJvm(new ProcessBuilder(FreshJvm.command(program, options))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        jvm.awaitLine("ready");
        return jvm;
    }

    static WatchedJvm start() throws IOException {
        return start(WatchedProgram.class, List.of("-XX:TieredStopAtLevel=1"));
    }

    /** Waits until it has said so. */
    void awaitLine(String text) throws IOException {
        String line;
        do {
            line = output.readLine();
        } while (line != null && !line.equals(text));
        assertThat(line).isEqualTo(text);
    }

    /** Its actor system ends, and its JVM goes on. */
    void terminateSystem() throws IOException {
        OutputStream input = process.getOutputStream();
        input.write('\n');
        input.flush();
        awaitLine("terminated");
    }

    String pid() {
        return Long.toString(process.pid());
    }

    /** It is gone when this returns. */
    void kill() {
        process.destroyForcibly();
        try {
            assertThat(process.waitFor(DEADLINE_S, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            output.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
