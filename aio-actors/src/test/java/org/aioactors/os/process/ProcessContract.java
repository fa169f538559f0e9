// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.util.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FileIo;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.net.RegisterOptions;
import org.aioactors.net.Tcp;
import org.aioactors.os.signal.Signal;
import org.junit.jupiter.api.Test;

/** What is told of children, however their loops ask the kernel. */
abstract class ProcessContract extends ProcessTest {
    /** What the shell has open; it does not become ls itself, since something follows. */
    private static final String LIST = "ls /proc/$$/fd; true";

    @Test
    void aChildIsStartedAndEndsWithItsCode() {
        Processes.Started started = spawn(ChildOptions.DEFAULT, "/bin/true");
        assertThat(started.stdin()).isNull();
        assertThat(started.stdout()).isNull();
        Processes.Exited exited = exited();
        assertThat(exited.pid()).isEqualTo(started.pid());
        assertThat(exited.status().isSuccess()).isTrue();
        assertThat(exited.timedOut()).isFalse();
        assertThat(exited.usage().maxResidentBytes()).isPositive();
        assertThat(exited.request()).isSameAs(started.request());
        assertThat(isAlive(started.pid())).isFalse();
        probe.expectTerminated(started.control());
        shell(ChildOptions.DEFAULT, "exit 7");
        assertThat(status()).isEqualTo(new ExitStatus.Code(7));
    }

    @Test
    void argumentsEnvironmentAndDirectoryAreTheChilds() throws IOException {
        ChildOptions options =
                OUTPUT.withDirectory(folder).withVariable("ADDED", "ü 1").withoutVariable("HOME");
        Processes.Started started =
                spawn(options, "sh", "-c", "echo \"$0|$1|$ADDED|${HOME-none}|${PATH:+path}\"; pwd -P", "a", "b c");
        assertThat(all(started.stdout())).isEqualTo("a|b c|ü 1|none|path\n" + folder.toRealPath() + "\n");
        assertThat(status().isSuccess()).isTrue();
        assertThat(output(
                        ChildOptions.DEFAULT.withoutEnvironment().withVariable("ONLY", "1"), "env | grep -v ^_ | sort"))
                .contains("ONLY=1\n")
                .doesNotContain("HOME=");
    }

    @Test
    void whatIsWrittenIsReadAndWhatItPrintsIsReceived() {
        Processes.Started started = shell(ChildOptions.DEFAULT.withStreams(), "cat; echo error >&2; exit 3");
        ActorRef<Tcp.ConnectionCommand> stdin = Objects.requireNonNull(started.stdin());
        TestProbe<Tcp.Event> writer = kit.createTestProbe();
        stdin.tell(Tcp.Register.of(writer.ref()));
        stdin.tell(new Tcp.Write(bytes("hello"), "token"));
        assertThat(writer.expectMessageClass(Tcp.Ack.class).token()).isEqualTo("token");
        stdin.tell(new Tcp.Close());
        writer.expectMessageClass(Tcp.Closed.class);
        assertThat(all(started.stdout())).isEqualTo("hello");
        assertThat(all(started.stderr())).isEqualTo("error\n");
        assertThat(status()).isEqualTo(new ExitStatus.Code(3));
    }

    /** More than the pipes hold: the child stops reading while nobody reads what it writes. */
    @Test
    void aMegabyteGoesThroughFullPipesToASlowReader() {
        byte[] sent = new byte[1 << 20];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) ((i * 31) >> 8);
        }
        Processes.Started started = spawn(OUTPUT.withStdin(Stdio.STREAM), "cat");
        ActorRef<Tcp.ConnectionCommand> stdin = Objects.requireNonNull(started.stdin());
        ActorRef<Tcp.ConnectionCommand> stdout = Objects.requireNonNull(started.stdout());
        TestProbe<Tcp.Event> writer = kit.createTestProbe();
        TestProbe<Tcp.Event> reader = kit.createTestProbe();
        stdin.tell(Tcp.Register.of(writer.ref()));
        stdout.tell(Tcp.Register.of(reader.ref()).with(RegisterOptions.DEFAULT.withPullMode()));
        stdin.tell(new Tcp.Write(ByteString.fromArray(sent), "all"));
        stdin.tell(new Tcp.Close());
        writer.expectNoMessage(Duration.ofMillis(50)); // the pipes are full, and nobody reads
        ByteString received = ByteString.emptyByteString();
        stdout.tell(new Tcp.ResumeReading());
        Tcp.Event next = reader.receiveMessage(PATIENCE);
        for (; next instanceof Tcp.Received piece; next = reader.receiveMessage(PATIENCE)) {
            received = received.concat(piece.data());
            stdout.tell(new Tcp.ResumeReading());
        }
        assertThat(next).isInstanceOf(Tcp.PeerClosed.class);
        assertThat(Arrays.equals(received.toArray(), sent)).isTrue();
        writer.expectMessageClass(Tcp.Ack.class);
        writer.expectMessageClass(Tcp.Closed.class);
        assertThat(status().isSuccess()).isTrue();
    }

    @Test
    void writingToAChildThatHasGoneIsAnError() {
        Processes.Started started = spawn(ChildOptions.DEFAULT.withStdin(Stdio.STREAM), "true");
        assertThat(status().isSuccess()).isTrue();
        TestProbe<Tcp.Event> writer = kit.createTestProbe();
        ActorRef<Tcp.ConnectionCommand> stdin = Objects.requireNonNull(started.stdin());
        stdin.tell(Tcp.Register.of(writer.ref()));
        stdin.tell(Tcp.Write.of(bytes("anybody there?")));
        assertThat(writer.expectMessageClass(Tcp.ErrorClosed.class).cause()).isNotEmpty();
    }

    @Test
    void standardStreamsAreFilesOrNothing() throws IOException {
        Path in = Files.writeString(folder.resolve("in"), "from a file\n");
        Path out = folder.resolve("out");
        ChildOptions files = ChildOptions.DEFAULT
                .withStdin(Stdio.read(in))
                .withStdout(Stdio.write(out))
                .withStderr(Stdio.SAME_AS_OUTPUT);
        shell(files, "cat; echo error >&2");
        assertThat(status().isSuccess()).isTrue();
        assertThat(out).hasContent("from a file\nerror\n");
        shell(files.withStdin(Stdio.NULL).withStdout(Stdio.append(out)), "cat; echo more");
        assertThat(status().isSuccess()).isTrue();
        assertThat(out).hasContent("from a file\nerror\nmore\n");
        assertThat(output(ChildOptions.DEFAULT.withStderr(Stdio.SAME_AS_OUTPUT), "echo error >&2"))
                .isEqualTo("error\n");
    }

    @Test
    void aChildHasTheDescriptorsThatItIsGivenAndNoOthers() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "given\n");
        try (Fd given = FileIo.open(Syscalls.linux(), file.toString(), Fcntl.O_RDONLY, 0);
                Fd other = FileIo.open(Syscalls.linux(), file.toString(), Fcntl.O_RDONLY, 0)) {
            Syscalls.linux().fcntl(other.value(), Fcntl.F_SETFD, 0); // would be inherited
            ChildOptions options = ChildOptions.DEFAULT.withFd(5, given.value()).withStdin(Stdio.fd(given.value()));
            assertThat(output(options, "cat <&5; " + LIST)).isEqualTo("given\n0\n1\n2\n5\n");
            assertThat(output(ChildOptions.DEFAULT, LIST)).isEqualTo("0\n1\n2\n");
            // Numbers that are in one another's way.
            assertThat(output(ChildOptions.DEFAULT.withFd(9, 1).withFd(3, 0).withFd(4, 3), LIST))
                    .isEqualTo("0\n1\n2\n3\n4\n9\n");
            assertThat(given.isOpen()).isTrue();
        }
    }

    @Test
    void signalsAreAsAtTheStartOfAProgram() {
        Processes.Started started = spawn(OUTPUT, "grep", "-E", "SigBlk|SigIgn", "/proc/self/status");
        assertThat(all(started.stdout())).isEqualTo("SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
        assertThat(status().isSuccess()).isTrue();
    }

    @Test
    void aSignalIsSentAndTold() {
        Processes.Started started = spawn(ChildOptions.DEFAULT, "sleep", "60");
        started.control().tell(new Processes.Send(Signal.USR1));
        assertThat(status()).isEqualTo(new ExitStatus.KilledBy(Signal.USR1, false));
        started.control().tell(new Processes.Send(Signal.TERM)); // means nothing any more
    }

    @Test
    void whoKillsItFromOutsideIsNoMatter() {
        Processes.Started started = spawn(ChildOptions.DEFAULT, "sleep", "60");
        ProcessHandle.of(started.pid()).orElseThrow().destroyForcibly();
        assertThat(status()).isEqualTo(new ExitStatus.KilledBy(Signal.KILL, false));
    }

    @Test
    void aGroupIsSignalledAsOne() {
        Processes.Started started = shell(OUTPUT.withOwnGroup(), "sleep 60 & sleep 60 & echo ready; wait");
        TestProbe<Tcp.Event> reader = kit.createTestProbe();
        Objects.requireNonNull(started.stdout()).tell(Tcp.Register.of(reader.ref()));
        assertThat(reader.expectMessageClass(Tcp.Received.class).data()).isEqualTo(bytes("ready\n"));
        started.control().tell(new Processes.SignalGroup(Signal.KILL));
        assertThat(status()).isEqualTo(new ExitStatus.KilledBy(Signal.KILL, false));
        assertThat(rest(reader)).isEmpty(); // which comes when the sleepers are gone as well
    }

    @Test
    void aGroupThatIsNotItsOwnIsNotSignalled() {
        Processes.Started started = spawn(ChildOptions.DEFAULT, "sleep", "60");
        started.control().tell(new Processes.SignalGroup(Signal.KILL));
        assertThat(probe.expectMessageClass(Processes.SignalFailed.class).reason())
                .isEqualTo("the child has no process group of its own: spawn it with ChildOptions.withOwnGroup");
        started.control().tell(new Processes.Send(Signal.KILL));
        assertThat(status()).isEqualTo(new ExitStatus.KilledBy(Signal.KILL, false));
    }

    @Test
    void theRestOfAGroupIsKilledAtTheEndIfWanted() {
        ChildOptions options = OUTPUT.withOwnSession().withGroupKilledAtExit();
        Processes.Started started = shell(options, "sleep 60 & echo started");
        assertThat(all(started.stdout())).isEqualTo("started\n"); // ends with the sleeper
        assertThat(status().isSuccess()).isTrue();
    }

    @Test
    void aProgramThatCantRunIsToldWithPathAndError() throws IOException {
        expectFailed("exec('/no/such'): ENOENT (No such file or directory)", ChildOptions.DEFAULT, "/no/such");
        expectFailed("exec('no-such-name'): ENOENT (No such file or directory)", ChildOptions.DEFAULT, "no-such-name");
        Path data = Files.writeString(folder.resolve("data"), "");
        expectFailed("exec('" + data + "'): EACCES (Permission denied)", ChildOptions.DEFAULT, data.toString());
        Path none = folder.resolve("none");
        expectFailed(
                "chdir('" + none + "'): ENOENT (No such file or directory)",
                ChildOptions.DEFAULT.withDirectory(none),
                "true");
        expectFailed(
                "open('" + none + "'): ENOENT (No such file or directory)",
                ChildOptions.DEFAULT.withStdin(Stdio.read(none)).withStdout(Stdio.STREAM),
                "true");
        expectFailed(
                "fcntl(F_DUPFD_CLOEXEC)('fd 987654'): EBADF (Bad file descriptor)",
                ChildOptions.DEFAULT.withFd(7, 987_654).withStdout(Stdio.STREAM),
                "true");
    }

    private void expectFailed(String message, ChildOptions options, String program) {
        manager.tell(Processes.Spawn.of(probe.ref(), program).with(options));
        SpawnException cause =
                probe.expectMessageClass(Processes.SpawnFailed.class, PATIENCE).cause();
        assertThat(cause).hasMessage(message);
        assertThat(message)
                .contains(Errno.name(cause.errno()))
                .contains(cause.path())
                .startsWith(cause.call());
    }

    @Test
    void mistakesAreRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> Processes.Spawn.of(probe.ref()));
        assertThatIllegalArgumentException().isThrownBy(() -> Processes.Spawn.of(probe.ref(), "a", "b\0"));
        assertThatIllegalArgumentException().isThrownBy(() -> ChildOptions.DEFAULT.withVariable("A=B", ""));
        assertThatIllegalArgumentException().isThrownBy(() -> ChildOptions.DEFAULT.withFd(2, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> ChildOptions.DEFAULT.withTimeout(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> ChildOptions.DEFAULT.withStdin(Stdio.SAME_AS_OUTPUT));
    }
}
