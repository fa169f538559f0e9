// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(FdLeakExtension.class)
class UnixSocketsTest {
    private static final int RW_OWNER = 0600;
    private static final int RW_ALL = 0666;

    private final Syscalls linux = Syscalls.linux();

    @TempDir
    Path folder;

    private Path file;
    private UnixAddress address;

    @BeforeEach
    void choose() {
        file = folder.resolve("test.sock");
        address = UnixAddress.of(file);
    }

    private Fd listen(int type) {
        return listen(linux, type, UnixSockets.UMASK_PERMISSIONS);
    }

    private Fd listen(Syscalls syscalls, int type, int permissions) {
        return UnixSockets.listen(syscalls, address, type, 16, permissions, fd -> {});
    }

    private int connect(Fd fd) {
        return UnixSockets.connect(linux, fd, address);
    }

    @ParameterizedTest
    @ValueSource(ints = {Sockets.SOCK_STREAM, Sockets.SOCK_SEQPACKET})
    void oneConnectsAndBothKnowWhoTheOtherIs(int type) throws IOException {
        try (Fd listener = listen(type);
                Fd client = UnixSockets.open(linux, type, "client");
                SockAddr peer = SockAddr.allocate()) {
            assertThat(connect(client)).isZero();
            try (Fd accepted = Fd.adopt(linux, Sockets.accept(linux, listener, peer), "accepted")) {
                assertThat(peer.toUnixAddress()).isSameAs(UnixAddress.UNNAMED);
                assertThat(UnixSockets.localAddress(linux, accepted)).isEqualTo(address);
                assertThat(UnixSockets.peerAddress(linux, client)).isEqualTo(address);
                int uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
                int gid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:gid");
                int pid = (int) ProcessHandle.current().pid();
                assertThat(UnixSockets.peerCredentials(linux, accepted)).isEqualTo(new PeerCredentials(pid, uid, gid));
                assertThat(UnixSockets.peerCredentials(linux, client)).isEqualTo(new PeerCredentials(pid, uid, gid));
            }
        }
    }

    @Test
    void whereNobodyListensNobodyAnswers() throws IOException {
        try (Fd client = UnixSockets.open(linux, Sockets.SOCK_STREAM, "client")) {
            assertThat(connect(client)).isEqualTo(-Errno.ENOENT);
            listen(Sockets.SOCK_STREAM).close();
            assertThat(connect(client)).isEqualTo(-Errno.ECONNREFUSED);
            assertThat(file).exists(); // the kernel leaves it
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Sockets.SOCK_STREAM, Sockets.SOCK_SEQPACKET, Sockets.SOCK_DGRAM})
    void theFileOfASocketThatIsClosedIsReplaced(int type) {
        bindAndClose(type);
        for (int next : new int[] {type, Sockets.SOCK_STREAM, Sockets.SOCK_DGRAM}) {
            bindAndClose(next);
        }
    }

    private void bindAndClose(int type) {
        try (Fd fd = UnixSockets.open(linux, type, "test")) {
            UnixSockets.bind(linux, fd, address, type, UnixSockets.UMASK_PERMISSIONS);
        }
        assertThat(file).exists();
    }

    @ParameterizedTest
    @ValueSource(ints = {Sockets.SOCK_STREAM, Sockets.SOCK_SEQPACKET, Sockets.SOCK_DGRAM})
    void theFileOfASocketThatIsOpenIsLeftAlone(int type) {
        try (Fd fd = UnixSockets.open(linux, type, "test");
                SockAddr peer = SockAddr.allocate()) {
            UnixSockets.bind(linux, fd, address, type, UnixSockets.UMASK_PERMISSIONS);
            expectInUse(); // before it listens
            if (type != Sockets.SOCK_DGRAM) {
                linux.listen(fd.value(), 16);
                expectInUse();
                assertThat(Sockets.accept(linux, fd, peer))
                        .as("nobody has connected")
                        .isEqualTo(-Errno.EAGAIN);
            }
        }
    }

    private void expectInUse() {
        for (int type : new int[] {Sockets.SOCK_STREAM, Sockets.SOCK_SEQPACKET}) {
            assertThatThrownBy(() -> listen(type))
                    .isInstanceOf(SyscallException.class)
                    .hasMessage("bind(" + file + "): EADDRINUSE (Address already in use)");
        }
        assertThat(file).exists();
    }

    @Test
    void anotherKindOfFileIsLeftAlone() throws IOException {
        Files.writeString(file, "precious");
        expectInUse();
        assertThat(file).hasContent("precious");
    }

    @Test
    void permissionsAreAsWantedWhateverTheUmask() throws IOException {
        for (int permissions : new int[] {RW_OWNER, RW_ALL, 0}) {
            listen(linux, Sockets.SOCK_STREAM, permissions).close();
            assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(Statx.S_IFSOCK | permissions);
        }
    }

    /** Nobody is let in whom the permissions keep out, not even while the socket is made. */
    @Test
    void permissionsAreRightFromTheStart() throws IOException {
        FaultySyscalls faulty = new FaultySyscalls(linux).fail("fchmodat", 1, Errno.EIO);
        List<String> seen = new ArrayList<>();
        assertThatThrownBy(() -> UnixSockets.listen(faulty, address, Sockets.SOCK_STREAM, 1, RW_OWNER, fd -> {}))
                .hasMessage("chmod(" + file + "): EIO (Input/output error)");
        assertThat(file).as("removed, since nobody knows of it").doesNotExist();
        try (Fd fd = UnixSockets.open(linux, Sockets.SOCK_DGRAM, "test");
                SockAddr sockAddr = SockAddr.allocate()) {
            assertThat(linux.fchmod(fd.value(), RW_OWNER)).isZero();
            sockAddr.set(address);
            assertThat(linux.bind(fd.value(), sockAddr)).isZero();
            seen.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
        assertThat(seen).containsExactly("rw-------");
    }

    @Test
    void onlyOnesOwnFileIsRemoved() throws IOException {
        try (Fd mine = listen(Sockets.SOCK_STREAM)) {
            SocketFile myFile = SocketFile.at(linux, address);
            assertThat(myFile.isThere(linux)).isTrue();
            Files.delete(file);
            assertThat(myFile.remove(linux)).isFalse();
            try (Fd other = listen(Sockets.SOCK_STREAM)) {
                assertThat(mine.value()).isNotEqualTo(other.value());
                assertThat(myFile.remove(linux)).isFalse();
                assertThat(SocketFile.at(linux, address).remove(linux)).isTrue();
                assertThat(file).doesNotExist();
            }
        }
        assertThat(SocketFile.at(linux, address)).isNull();
        assertThat(SocketFile.at(linux, UnixAddress.ofAbstract("x"))).isNull();
    }

    @Test
    void aFullBacklogIsAValue() {
        try (Fd listener = UnixSockets.listen(
                        linux, address, Sockets.SOCK_STREAM, 1, UnixSockets.UMASK_PERMISSIONS, fd -> {});
                SockAddr peer = SockAddr.allocate()) {
            List<Fd> clients = new ArrayList<>();
            int result = 0;
            while (result == 0) {
                Fd client = UnixSockets.open(linux, Sockets.SOCK_STREAM, "client");
                clients.add(client);
                result = connect(client);
            }
            assertThat(result).isEqualTo(-Errno.EAGAIN);
            Fd.adopt(linux, Sockets.accept(linux, listener, peer), "accepted").close();
            assertThat(connect(clients.get(clients.size() - 1))).isZero();
            clients.forEach(Fd::close);
        }
    }

    /** Lets each system call fail in turn, with a file that has to be replaced. */
    @Test
    void nothingIsLeftBehindWhicheverStepFails() throws IOException {
        Map<Integer, String> before = FdLeakExtension.openFds();
        List<String> messages = new ArrayList<>();
        for (int step = 1; ; step++) {
            Files.deleteIfExists(file);
            bindAndClose(Sockets.SOCK_STREAM);
            FaultySyscalls faulty = new FaultySyscalls(linux).fail(FaultySyscalls.ANY, step, Errno.EIO);
            try (Fd fd = listen(faulty, Sockets.SOCK_STREAM, RW_OWNER)) {
                if (faulty.calls(FaultySyscalls.ANY) < step) {
                    break;
                }
                messages.add("none: " + fd);
            } catch (SyscallException failure) {
                messages.add(failure.call());
            }
            assertThat(FdLeakExtension.leakedSince(before, Duration.ZERO)).isEmpty();
        }
        assertThat(messages).hasSizeGreaterThanOrEqualTo(10).noneMatch(message -> message.startsWith("none"));
    }

    @Test
    void aSocketThatDoesNotListenIsNotTakenOver() throws IOException {
        try (Fd stream = UnixSockets.open(linux, Sockets.SOCK_STREAM, "passed");
                Fd listener = listen(Sockets.SOCK_STREAM)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Listeners.check(linux, stream))
                    .withMessageEndingWith("is not a listening socket for streams: domain 1, type 1, does not listen");
            Listeners.check(linux, listener);
            assertThat(Listeners.domain(linux, listener)).isEqualTo(Sockets.AF_UNIX);
        }
        int[] pipe = new int[2];
        linux.pipe2(pipe, 0);
        try (Fd read = Fd.adopt(linux, pipe[0], "pipe");
                Fd write = Fd.adopt(linux, pipe[1], "pipe")) {
            assertThat(write.isOpen()).isTrue();
            assertThatThrownBy(() -> Listeners.check(linux, read)).hasMessageContaining("ENOTSOCK");
        }
    }

    @Test
    void whatIsTakenOverIsAsOursAre() {
        try (Fd listener = listen(Sockets.SOCK_STREAM);
                Fd duplicate = Fcntl.duplicate(linux, listener)) {
            int fd = duplicate.value();
            assertThat(linux.fcntl(fd, Fcntl.F_GETFD, 0)).isEqualTo(Fcntl.FD_CLOEXEC);
            linux.fcntl(fd, Fcntl.F_SETFD, 0);
            linux.fcntl(fd, Fcntl.F_SETFL, 0);
            Listeners.check(linux, duplicate);
            assertThat(linux.fcntl(fd, Fcntl.F_GETFD, 0)).isEqualTo(Fcntl.FD_CLOEXEC);
            assertThat(linux.fcntl(fd, Fcntl.F_GETFL, 0) & Fcntl.O_NONBLOCK).isNotZero();
        }
    }
}
