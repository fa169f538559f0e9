// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several datagrams by one call. */
@ExtendWith(FdLeakExtension.class)
class MmsgHdrsTest {
    private static final int PIECE = 32;

    private final Syscalls syscalls = Syscalls.linux();
    private final Fd sender = open();
    private final Fd receiver = open();
    private final MmsgHdrs messages = MmsgHdrs.allocate(4, ControlMessages.space(12));
    private final NativeMemory memory = NativeMemory.allocate(4 * PIECE);
    private final SockAddrCache addresses = new SockAddrCache(Sockets.AF_INET, 16);

    private Fd open() {
        return UdpSockets.bind(syscalls, FdIo.address("127.0.0.1", 0), fd -> {});
    }

    @AfterEach
    void close() {
        sender.close();
        receiver.close();
        messages.close();
        memory.close();
        addresses.close();
    }

    private void sendThree() {
        SockAddrCache.Entry to = addresses.of(Sockets.localAddress(syscalls, receiver));
        for (int i = 0; i < 3; i++) {
            memory.buffer().putInt(i * PIECE, 100 + i);
            messages.get(i).bytes(memory.address() + i * PIECE, Integer.BYTES + i);
            messages.get(i).prepareToSend(to);
        }
        assertThat(syscalls.sendmmsg(sender.value(), messages.address(0), 3, 0)).isEqualTo(3);
    }

    private int receive(int flags) {
        for (int i = 0; i < messages.count(); i++) {
            memory.buffer().putInt(i * PIECE, 0);
            messages.get(i).bytes(memory.address() + i * PIECE, PIECE);
            messages.get(i).prepareToReceive();
        }
        return syscalls.recvmmsg(receiver.value(), messages.address(0), messages.count(), MsgHdr.MSG_DONTWAIT | flags);
    }

    @Test
    void carriesSeveralWithTheirLengthsAndSenders() {
        sendThree();
        FdIo.await(receiver.value(), PollFds.POLLIN);
        assertThat(receive(0)).isEqualTo(3);
        InetSocketAddress from = Sockets.localAddress(syscalls, sender);
        for (int i = 0; i < 3; i++) {
            assertThat(messages.get(i).length()).isEqualTo(Integer.BYTES + i);
            assertThat(messages.get(i).flags()).isZero();
            assertThat(messages.get(i).hasControl()).isFalse();
            assertThat(memory.buffer().getInt(i * PIECE)).isEqualTo(100 + i);
            assertThat(addresses.sender(messages.get(i))).isEqualTo(from);
        }
        assertThat(receive(0)).isEqualTo(-Errno.EAGAIN);
    }

    @Test
    void tellsHowLongOneWasThatIsCutOff() {
        SockAddrCache.Entry to = addresses.of(Sockets.localAddress(syscalls, receiver));
        messages.get(0).bytes(memory.address(), 2 * PIECE);
        messages.get(0).prepareToSend(to);
        assertThat(syscalls.sendmmsg(sender.value(), messages.address(0), 1, 0)).isEqualTo(1);
        FdIo.await(receiver.value(), PollFds.POLLIN);
        assertThat(receive(MsgHdr.MSG_TRUNC)).isEqualTo(1);
        assertThat(messages.get(0).length()).isEqualTo(2 * PIECE);
        assertThat(messages.get(0).flags()).isEqualTo(MsgHdr.MSG_TRUNC);
    }

    @Test
    void carriesControlMessages() {
        assertThat(syscalls.setsockopt(receiver.value(), Sockets.IPPROTO_IP, UdpSockets.IP_PKTINFO, 1))
                .isZero();
        sendThree();
        FdIo.await(receiver.value(), PollFds.POLLIN);
        for (int round = 0; round < 2; round++) {
            assertThat(receive(round == 0 ? MsgHdr.MSG_PEEK : 0)).isPositive();
            ControlMessages control = messages.get(0).control();
            int at = control.first();
            assertThat(control.level(at)).isEqualTo(Sockets.IPPROTO_IP);
            assertThat(control.type(at)).isEqualTo(UdpSockets.IP_PKTINFO);
            assertThat(control.length(at)).isEqualTo(12);
            assertThat(control.next(at)).isEqualTo(ControlMessages.NONE);
        }
    }

    @Test
    void refusesWhatTheKernelWould() {
        assertThatIllegalArgumentException().isThrownBy(() -> MmsgHdrs.allocate(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> MmsgHdrs.allocate(1025, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> MmsgHdrs.allocate(1, 7));
    }
}
