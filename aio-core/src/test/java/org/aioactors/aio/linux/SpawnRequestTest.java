// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Against real programs: what a process is like that was spawned, and its end. */
@ExtendWith(FdLeakExtension.class)
class SpawnRequestTest {
    private static final int SIGTERM = 15;
    private static final int SIGKILL = 9;

    private final Syscalls syscalls = Syscalls.linux();
    private final ProcessCalls calls = ProcessCalls.linux();

    /** What a shell prints that was spawned so; it has a pipe as its standard output. */
    private String output(SpawnRequest request) {
        int[] fds = new int[2];
        SyscallException.check(syscalls.pipe2(fds, Fcntl.O_CLOEXEC), "pipe2");
        try (request;
                Fd in = Fd.adopt(syscalls, fds[0], "pipe")) {
            int pid;
            try (Fd out = Fd.adopt(syscalls, fds[1], "pipe")) {
                pid = SyscallException.check(
                        calls.spawn(request.duplicate(out.value(), 1).closeFrom(3)), "spawn");
            }
            StringBuilder text = new StringBuilder();
            for (String read = FdIo.readText(in.value(), 4096);
                    !read.isEmpty();
                    read = FdIo.readText(in.value(), 4096)) {
                text.append(read);
            }
            assertThat(end(pid)).isEqualTo("exited 0");
            return text.toString();
        }
    }

    private static SpawnRequest shell(String script, String... environment) {
        return SpawnRequest.of("sh", List.of("shell", "-c", script), List.of(environment));
    }

    /** Waits for a process by its pidfd, and says how it has ended. */
    private String end(int pid) {
        try (Fd pidfd = Fd.adopt(syscalls, SyscallException.check(calls.pidfdOpen(pid, 0), "pidfd_open"), "pidfd")) {
            return end(pid, pidfd);
        }
    }

    private String end(int pid, Fd pidfd) {
        try (SigInfo info = SigInfo.allocate();
                Rusage usage = Rusage.allocate()) {
            int result = calls.waitid(SigInfo.P_PIDFD, pidfd.value(), info, SigInfo.WEXITED, usage);
            assertThat(result).isZero();
            assertThat(info.pid()).isEqualTo(pid);
            assertThat(usage.maxResidentKib()).isPositive();
            String end = (info.code() == SigInfo.CLD_EXITED ? "exited " : "killed ") + info.status();
            assertThat(calls.waitid(SigInfo.P_PIDFD, pidfd.value(), info, SigInfo.WEXITED, usage))
                    .isEqualTo(-Errno.ECHILD);
            assertThat(calls.pidfdSendSignal(pidfd.value(), SIGTERM)).isEqualTo(-Errno.ESRCH);
            return end;
        }
    }

    @Test
    void argumentsAndEnvironmentArrive() {
        SpawnRequest request = SpawnRequest.of(
                "sh",
                List.of("näme", "-c", "echo \"$0|$1|$2|$VALUE\"; env | wc -l", "zéro", "", "two words"),
                List.of("VALUE=ü 1"));
        assertThat(output(request).lines().findFirst()).contains("zéro||two words|ü 1");
        assertThat(output(shell("echo $0"))).isEqualTo("shell\n");
    }

    @Test
    void theWorkingDirectoryIsChanged(@TempDir Path folder) throws IOException {
        assertThat(output(shell("pwd -P").changeDirectory(folder.toString()))).isEqualTo(folder.toRealPath() + "\n");
    }

    @Test
    void onlyWhatIsGivenIsOpen() {
        int[] fds = new int[2];
        SyscallException.check(syscalls.pipe2(fds, 0), "pipe2"); // not close-on-exec
        try (Fd in = Fd.adopt(syscalls, fds[0], "pipe");
                Fd out = Fd.adopt(syscalls, fds[1], "pipe")) {
            String list = "for fd in /proc/self/fd/*; do echo ${fd##*/}; done";
            // The shell itself has no descriptor open for the listing by then; 255 and the like are close-on-exec.
            assertThat(output(shell(list)).lines()).doesNotContain("" + in.value(), "" + out.value());
            SpawnRequest request = shell(list).duplicate(in.value(), 2);
            request.closeOpenFrom(3); // as where the C library has nothing for it
            assertThat(output(request).lines()).doesNotContain("" + in.value(), "" + out.value());
        }
    }

    @Test
    void aFileIsOpenedInTheProcess(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "line\n");
        assertThat(output(shell("cat").open(0, file.toString(), Fcntl.O_RDONLY, 0)))
                .isEqualTo("line\n");
        Path made = folder.resolve("made");
        assertThat(output(shell("echo error >&2").open(2, made.toString(), Fcntl.O_WRONLY | Fcntl.O_CREAT, 0600)))
                .isEmpty();
        assertThat(made).hasContent("error");
    }

    @Test
    void aSessionOrAGroupOfItsOwn() {
        String fields = "cut -d' ' -f5,6 /proc/$$/stat; echo $$";
        String[] session = output(shell(fields).newSession()).split("\\s+", -1);
        assertThat(session[0]).isEqualTo(session[1]).isEqualTo(session[2]);
        String[] group = output(shell(fields).processGroup(0)).split("\\s+", -1);
        assertThat(group[0]).isEqualTo(group[2]);
        assertThat(group[1]).isNotEqualTo(group[2]);
    }

    @Test
    void signalsAreBlockedAndDefaultAsAsked() {
        List<String> masks = List.of("grep", "-E", "SigBlk|SigIgn", "/proc/self/status"); // a shell has its own
        long blocked = SpawnRequest.bit(10) | SpawnRequest.bit(34);
        assertThat(output(SpawnRequest.of("grep", masks, List.of())
                        .signalMask(blocked)
                        .defaultSignals(SpawnRequest.ALL_SIGNALS)))
                .contains(String.format("SigBlk:\t%016x", blocked))
                .contains(String.format("SigIgn:\t%016x", 0));
    }

    @Test
    void aProgramThatIsNotThereIsAnErrno(@TempDir Path folder) throws IOException {
        try (SpawnRequest request = SpawnRequest.of("/no/such", List.of("such"), List.of())) {
            assertThat(request.spawn()).isEqualTo(-Errno.ENOENT);
            assertThat(request.spawn()).isEqualTo(-Errno.ENOENT);
        }
        Path data = Files.writeString(folder.resolve("data"), "");
        try (SpawnRequest request = SpawnRequest.of(data.toString(), List.of("data"), List.of())) {
            assertThat(request.spawn()).isEqualTo(-Errno.EACCES);
        }
        try (SpawnRequest request = shell("").changeDirectory("/no/such")) {
            assertThat(request.spawn()).isEqualTo(-Errno.ENOENT);
        }
    }

    @Test
    void aSignalEndsIt() {
        try (SpawnRequest request = SpawnRequest.of("sleep", List.of("sleep", "60"), List.of())) {
            int pid = request.spawn();
            try (Fd pidfd = Fd.adopt(syscalls, calls.pidfdOpen(pid, 0), "pidfd");
                    SigInfo info = SigInfo.allocate();
                    Rusage usage = Rusage.allocate()) {
                int options = SigInfo.WEXITED | SigInfo.WNOHANG;
                assertThat(calls.waitid(SigInfo.P_PIDFD, pidfd.value(), info, options, usage))
                        .isZero();
                assertThat(info.pid()).isZero();
                assertThat(calls.pidfdSendSignal(pidfd.value(), SIGTERM)).isZero();
                assertThat(end(pid, pidfd)).isEqualTo("killed " + SIGTERM);
            }
            pid = request.processGroup(0).spawn();
            try (Fd pidfd = Fd.adopt(syscalls, calls.pidfdOpen(pid, 0), "pidfd")) {
                assertThat(calls.kill(-pid, SIGKILL)).isZero();
                assertThat(end(pid, pidfd)).isEqualTo("killed " + SIGKILL);
            }
        }
    }

    @Test
    void mistakesAreToldBeforeAnythingIsSpawned() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpawnRequest.of("sh", List.of("a\0b"), List.of()))
                .withMessage("an argument must not have a zero character: a?b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpawnRequest.of("sh", List.of("a"), List.of("N=a\0b")))
                .withMessage("a variable of the environment must not have a zero character: N=a?b");
        SpawnRequest closed = shell("true");
        closed.close();
        closed.close();
        assertThatIllegalStateException().isThrownBy(closed::spawn);
        try (SpawnRequest request = shell("true")) {
            assertThatExceptionOfType(SyscallException.class)
                    .isThrownBy(() -> request.duplicate(-1, 1))
                    .withMessage("posix_spawn_file_actions_adddup2: EBADF (Bad file descriptor)");
        }
    }
}
