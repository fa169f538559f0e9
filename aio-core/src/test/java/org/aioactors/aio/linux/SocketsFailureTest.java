// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lets each system call of an operation fail in turn, until the operation succeeds. */
@ExtendWith(FdLeakExtension.class)
class SocketsFailureTest {
    private static final InetSocketAddress LOOPBACK = FdIo.address("127.0.0.1", 0);

    private final Syscalls linux = Syscalls.linux();

    /** The messages of all failures; nothing may be left open after any of them. */
    private static List<String> failStepByStep(Function<Syscalls, Fd> operation) {
        List<String> messages = new ArrayList<>();
        Map<Integer, String> before = FdLeakExtension.openFds();
        while (true) {
            int step = messages.size() + 1;
            FaultySyscalls faulty = new FaultySyscalls(Syscalls.linux()).fail(FaultySyscalls.ANY, step, Errno.ENOBUFS);
            try (Fd fd = operation.apply(faulty)) {
                assertThat(fd.isOpen()).isTrue();
                return messages;
            } catch (SyscallException e) {
                assertThat(e.errno()).isEqualTo(Errno.ENOBUFS);
                assertThat(FdLeakExtension.leakedSince(before, Duration.ZERO)).isEmpty();
                messages.add(e.getMessage());
            }
        }
    }

    @Test
    void listenLeavesNothingOpenWhicheverStepFails() {
        List<String> messages = failStepByStep(syscalls -> Sockets.listenTcp(syscalls, LOOPBACK, 1));
        String error = ": ENOBUFS (No buffer space available)";
        assertThat(messages).hasSize(4);
        assertThat(messages.get(0)).isEqualTo("socket(AF_INET)" + error);
        assertThat(messages.get(1)).startsWith("setsockopt(SO_REUSEADDR, fd=").endsWith(error);
        assertThat(messages.get(2)).isEqualTo("bind(127.0.0.1:0)" + error);
        assertThat(messages.get(3)).isEqualTo("listen(127.0.0.1:0)" + error);
    }

    @Test
    void listenOnIpv6LeavesNothingOpenEither() {
        FaultySyscalls faulty = new FaultySyscalls(linux).fail("setsockopt", 2, Errno.ENOPROTOOPT);
        SyscallException failure = catchThrowableOfType(
                SyscallException.class, () -> Sockets.listenTcp(faulty, FdIo.address("::1", 0), 1));
        assertThat(failure.errno()).isIn(Errno.ENOPROTOOPT, Errno.EAFNOSUPPORT);
    }

    @Test
    void connectLeavesNothingOpenWhicheverStepFails() {
        try (Fd listener = Sockets.listenTcp(linux, LOOPBACK, 16)) {
            InetSocketAddress address = Sockets.localAddress(linux, listener);
            assertThat(failStepByStep(syscalls -> Sockets.connectTcp(syscalls, address)))
                    .containsExactly(
                            "socket(AF_INET): ENOBUFS (No buffer space available)",
                            "connect(127.0.0.1:" + address.getPort() + "): ENOBUFS (No buffer space available)");
        }
    }

    @Test
    void aFailureToCloseIsSuppressed() {
        FaultySyscalls faulty =
                new FaultySyscalls(linux).fail("bind", 1, Errno.EACCES).fail("close", 1, Errno.EIO);
        SyscallException failure =
                catchThrowableOfType(SyscallException.class, () -> Sockets.listenTcp(faulty, LOOPBACK, 1));
        assertThat(failure).hasMessage("bind(127.0.0.1:0): EACCES (Permission denied)");
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(failure.getSuppressed()[0]).hasMessageContaining("EIO");
    }

    @Test
    void anInterruptedOrPendingConnectGoesOn() {
        for (int errno : new int[] {Errno.EINTR, Errno.EINPROGRESS}) {
            FaultySyscalls faulty = new FaultySyscalls(linux).fail("connect", 1, errno);
            try (Fd fd = Sockets.connectTcp(faulty, FdIo.address("127.0.0.1", 1))) {
                assertThat(fd.isOpen()).isTrue();
                assertThat(faulty.calls("connect")).isEqualTo(1);
            }
        }
    }

    @Test
    void anInterruptedAcceptIsRepeatedAndOtherErrorsAreReturned() {
        FaultySyscalls faulty =
                new FaultySyscalls(linux).fail("accept4", 1, Errno.EINTR).fail("accept4", 3, Errno.EMFILE);
        try (Fd listener = Sockets.listenTcp(faulty, LOOPBACK, 1);
                SockAddr peer = SockAddr.allocate()) {
            assertThat(Sockets.accept(faulty, listener, peer)).isEqualTo(-Errno.EAGAIN);
            assertThat(Sockets.accept(faulty, listener, peer)).isEqualTo(-Errno.EMFILE);
        }
    }

    @Test
    void abortClosesEvenIfItCannotReset() {
        FaultySyscalls faulty = new FaultySyscalls(linux).fail("setLinger", 1, Errno.EINVAL);
        Fd fd = Sockets.listenTcp(faulty, LOOPBACK, 1);
        int number = fd.value();
        assertThatThrownBy(() -> Sockets.abort(faulty, fd))
                .isInstanceOf(SyscallException.class)
                .hasMessage("setsockopt(SO_LINGER, fd=" + number + "): EINVAL (Invalid argument)");
        assertThat(fd.isOpen()).isFalse();
    }
}
