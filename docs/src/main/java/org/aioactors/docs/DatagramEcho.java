// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import java.net.InetSocketAddress;
import org.aioactors.aio.SocketRequests;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.NativeMemory;

/** Sends UDP datagrams back to whom they came from, on an event loop. */
final class DatagramEcho {
    private final SocketRequests sockets;
    private final int fd;
    private final NativeMemory memory;
    private final MsgHdr message;

    DatagramEcho(SocketRequests sockets, int fd, NativeMemory memory, MsgHdr message) {
        this.sockets = sockets;
        this.fd = fd;
        this.memory = memory;
        this.message = message;
    }

    void receive() {
        message.clear().add(memory, 0, (int) memory.size());
        sockets.recvmsg(fd, message, 0, (length, flags) -> {
            if (length >= 0) {
                sendBack(length);
            }
        });
    }

    private void sendBack(int length) {
        InetSocketAddress sender = message.name();
        message.clear().add(memory, 0, length).name(sender);
        sockets.sendmsg(fd, message, 0, (sent, flags) -> {
            if (sent >= 0) {
                receive();
            }
        });
    }
}
