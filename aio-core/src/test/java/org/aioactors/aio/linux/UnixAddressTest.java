// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnixAddressTest {
    static Stream<UnixAddress> addresses() {
        return Stream.of(
                UnixAddress.UNNAMED,
                UnixAddress.ofPath("x"),
                UnixAddress.of(Path.of("/run/ü.sock")),
                UnixAddress.ofPath("p".repeat(UnixAddress.MAX_PATH_BYTES)),
                UnixAddress.ofAbstract("a"),
                UnixAddress.ofAbstract("zero\0inside"),
                UnixAddress.ofAbstract("n".repeat(UnixAddress.MAX_ABSTRACT_BYTES)));
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void theKernelsStructureHoldsIt(UnixAddress address) {
        try (SockAddr sockAddr = SockAddr.allocate()) {
            sockAddr.set(UnixAddress.ofPath("q".repeat(UnixAddress.MAX_PATH_BYTES))); // to be overwritten
            sockAddr.set(address);
            assertThat(sockAddr.family()).isEqualTo(Sockets.AF_UNIX);
            assertThat(sockAddr.toUnixAddress()).isEqualTo(address).hasSameHashCodeAs(address);
        }
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void theKernelTakesAndTellsIt(UnixAddress address) {
        Syscalls linux = Syscalls.linux();
        if (address.isPath()) {
            return; // those make files: UnixSocketsTest
        }
        try (Fd fd = UnixSockets.open(linux, Sockets.SOCK_DGRAM, "test")) {
            UnixSockets.bind(linux, fd, address, Sockets.SOCK_DGRAM, UnixSockets.UMASK_PERMISSIONS);
            UnixAddress told = UnixSockets.localAddress(linux, fd);
            if (address.isUnnamed()) {
                assertThat(told.isAbstract()).isTrue(); // chosen by the kernel
            } else {
                assertThat(told).isEqualTo(address);
            }
        }
    }

    @Test
    void whatTheKernelCouldNotTakeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UnixAddress.ofPath("p".repeat(UnixAddress.MAX_PATH_BYTES + 1)))
                .withMessageStartingWith("the path of a Unix socket has at most 107 bytes, but this has 108: ppp")
                .withMessageEndingWith("; use a shorter one, such as one relative to the working directory");
        assertThatIllegalArgumentException().isThrownBy(() -> UnixAddress.ofPath(""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UnixAddress.ofPath("a\0b"))
                .withMessageContaining("no zero character");
        assertThatIllegalArgumentException().isThrownBy(() -> UnixAddress.ofAbstract(""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UnixAddress.ofAbstract("n".repeat(UnixAddress.MAX_ABSTRACT_BYTES + 1)));
    }

    @Test
    void itIsPrintedAsOtherToolsDo() {
        assertThat(UnixAddress.ofPath("/run/x.sock")).hasToString("/run/x.sock");
        assertThat(UnixAddress.ofAbstract("x")).hasToString("@x");
        assertThat(UnixAddress.UNNAMED).hasToString("(unnamed)");
    }

    @Test
    void anotherKindIsToldApart() {
        assertThat(UnixAddress.ofAbstract("x")).isNotEqualTo(UnixAddress.ofPath("x"));
        try (SockAddr sockAddr = SockAddr.allocate()) {
            sockAddr.set(FdIo.address("127.0.0.1", 80));
            assertThatIllegalStateException()
                    .isThrownBy(sockAddr::toUnixAddress)
                    .withMessage("not the address of a Unix socket: address family 2");
            sockAddr.set(UnixAddress.ofPath("x"));
            assertThatIllegalStateException().isThrownBy(sockAddr::toInetSocketAddress);
        }
    }
}
