// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;

class DatagramEchoTest {
    private static final Syscalls LINUX = Syscalls.linux();

    private static Fd boundToLocalhost() {
        int type = Sockets.SOCK_DGRAM | Sockets.SOCK_CLOEXEC;
        Fd fd = Fd.adopt(LINUX, SyscallException.check(LINUX.socket(Sockets.AF_INET, type, 0), "socket"), "UDP");
        try (SockAddr any = SockAddr.allocate()) {
            any.set(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SyscallException.check(LINUX.bind(fd.value(), any), "bind");
        }
        return fd;
    }

    @Test
    void sendsDatagramsBack() throws Exception {
        try (Fd fd = boundToLocalhost();
                AioContext context =
                        AioContext.builder().fdMonitor(FdMonitorKind.IO_URING).build();
                NativeMemory memory = NativeMemory.allocate(1500);
                MsgHdr message = MsgHdr.allocate(1, 0);
                DatagramChannel client = DatagramChannel.open()) {
            assumeTrue(context.fdMonitor() == FdMonitorKind.IO_URING, "no io_uring here");
            new DatagramEcho(context.requests().sockets(), fd.value(), memory, message).receive();
            client.configureBlocking(false);
            for (String text : new String[] {"one", "two", "three"}) {
                client.send(StandardCharsets.US_ASCII.encode(text), Sockets.localAddress(LINUX, fd));
                ByteBuffer answer = ByteBuffer.allocate(100);
                while (client.receive(answer) == null) {
                    context.poll(true); // once until it has come, and once until it is sent back
                }
                assertThat(StandardCharsets.US_ASCII.decode(answer.flip()).toString())
                        .isEqualTo(text);
            }
        }
    }
}
