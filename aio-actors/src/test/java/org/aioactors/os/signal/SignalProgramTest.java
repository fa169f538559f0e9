// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** JVMs of their own, to see what a signal does to one when nobody watches it any more, and how they were started. */
class SignalProgramTest {
    private static final int KILLED = 128;

    private Process program;
    private BufferedReader output;

    private void start(List<String> prefix, List<String> jvm, Signal signal) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(jvm);
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(SignalProgram.class.getName(), signal.name()));
        program = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        output = program.inputReader();
    }

    /** Its next line that is none of the log; null at the end. */
    private @Nullable String said() throws IOException {
        String line = output.readLine();
        while (line != null && !line.startsWith(SignalProgram.SAYS)) {
            line = output.readLine();
        }
        return line == null ? null : line.substring(SignalProgram.SAYS.length());
    }

    @AfterEach
    void end() {
        program.destroyForcibly();
    }

    private void kill(Signal signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal.name(), Long.toString(program.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private void expectEnd(int code) throws InterruptedException {
        assertThat(program.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isEqualTo(code);
    }

    @Test
    void afterTheLastWatcherASignalDoesWhatItDidBefore() throws IOException, InterruptedException {
        start(List.of(), List.of(), Signal.USR1);
        assertThat(said()).isEqualTo("watching");
        kill(Signal.USR1);
        assertThat(said()).isEqualTo("raised");
        assertThat(said()).isEqualTo("unwatched");
        kill(Signal.USR1);
        expectEnd(KILLED + Signal.USR1.number());
    }

    @Test
    void termEndsAJvmAgainWhenItIsNotWatched() throws IOException, InterruptedException {
        start(List.of(), List.of(), Signal.TERM);
        assertThat(said()).isEqualTo("watching");
        kill(Signal.TERM);
        assertThat(said()).isEqualTo("raised");
        assertThat(said()).isEqualTo("unwatched");
        kill(Signal.TERM);
        expectEnd(KILLED + Signal.TERM.number()); // after its shutdown hooks
    }

    @Test
    void withXrsTheJvmLeavesTermToTheSystem() throws IOException {
        start(List.of(), List.of("-Xrs"), Signal.TERM);
        assertThat(said()).isEqualTo("the JVM was started with -Xrs, which leaves it to the system");
    }

    @Test
    void whatWasIgnoredAtTheStartStaysSo() throws IOException {
        start(List.of("sh", "-c", "trap '' HUP; exec \"$@\"", "sh"), List.of(), Signal.HUP);
        assertThat(said())
                .isEqualTo("it was ignored when the JVM was started, as by nohup, and then the JVM leaves it so");
    }
}
