// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.fd.NoFdLeaks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sockets that a service manager has opened. */
@ExtendWith(NoFdLeaks.class)
class SocketActivationTest {
    private static final long PID = 4711;

    private final Syscalls linux = Syscalls.linux();

    private List<ActivatedSocket> take(Map<String, String> environment, int firstFd) {
        return SocketActivation.take(linux, environment, PID, firstFd);
    }

    @Test
    void theyAreTakenWithTheirNamesAndClosedOnExec() {
        try (Fd first = Sockets.listenTcp(linux, TcpTest.loopback(0), 1)) {
            linux.fcntl(first.value(), Fcntl.F_SETFD, 0);
            List<ActivatedSocket> taken =
                    take(Map.of("LISTEN_PID", "4711", "LISTEN_FDS", "1", "LISTEN_FDNAMES", "http"), first.value());
            assertThat(taken).hasSize(1);
            assertThat(taken.get(0).name()).isEqualTo("http");
            assertThat(taken.get(0).fd().value()).isEqualTo(first.value());
            assertThat(linux.fcntl(first.value(), Fcntl.F_GETFD, 0)).isEqualTo(Fcntl.FD_CLOEXEC);
            assertThat(take(Map.of("LISTEN_PID", "4711", "LISTEN_FDS", "1"), first.value())
                            .get(0)
                            .name())
                    .isEqualTo("unknown");
        }
    }

    @Test
    void thoseOfAnotherProcessAreNotTaken() {
        assertThat(take(Map.of(), 3)).isEmpty();
        assertThat(take(Map.of("LISTEN_PID", "4712", "LISTEN_FDS", "1"), 3)).isEmpty();
        assertThat(take(Map.of("LISTEN_PID", "4711"), 3)).isEmpty();
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        int closed;
        try (Fd fd = Sockets.listenTcp(linux, TcpTest.loopback(0), 1)) {
            closed = fd.value();
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> take(Map.of("LISTEN_PID", "4711", "LISTEN_FDS", "1"), closed))
                .withMessageStartingWith("LISTEN_FDS=1, but descriptor " + closed + " is not open");
        for (String count : new String[] {"", "many", "-1", "5000"}) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> take(Map.of("LISTEN_PID", "4711", "LISTEN_FDS", count), 3))
                    .withMessageStartingWith("LISTEN_FDS must be");
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> take(Map.of("LISTEN_PID", "4711", "LISTEN_FDS", "2", "LISTEN_FDNAMES", "a:b:c"), 3))
                .withMessage("LISTEN_FDNAMES has 3 names for LISTEN_FDS=2: a:b:c");
    }

    /** The tool that comes with systemd listens, and starts the program when somebody connects. */
    @Test
    void aProcessThatIsStartedByItServesWhoHasConnectedBefore() throws Exception {
        Path tool = Path.of("/usr/bin/systemd-socket-activate");
        assumeTrue(Files.isExecutable(tool), "systemd-socket-activate is there");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>(
                List.of(tool.toString(), "-l", "127.0.0.1:" + port, "--fdname=echo", HandOverProcess.java()));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                HandOverProgram.class.getName(),
                HandOverProgram.ACTIVATED));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            String line = output.readLine();
            while (line != null && !line.startsWith("Listening on")) {
                line = output.readLine();
            }
            assertThat(line).as("it tells when it listens").isNotNull();
            try (Peer peer = Peer.connect(TcpTest.loopback(port))) {
                assertThat(new String(peer.receiveAll(), StandardCharsets.UTF_8))
                        .matches("\\d+\n");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
