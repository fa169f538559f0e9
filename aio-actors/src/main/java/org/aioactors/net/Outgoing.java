// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.aioactors.aio.linux.Fd;
import org.jspecify.annotations.Nullable;

/** Something that was accepted to be sent: bytes in memory, of ours or borrowed, or a part of a file. */
sealed interface Outgoing permits Tcp.Write, Tcp.WriteBuffer, Outgoing.FilePart {
    /** What an object in a queue costs beside its bytes, so that a flood of small ones is bounded too. */
    int OVERHEAD_BYTES = 128;

    /** What a file costs: little memory, but an fd. */
    int FILE_BYTES = 64 * 1024;

    /** If not null, to be acknowledged. */
    @Nullable Object ack();

    /** The memory it holds until it is sent. */
    static long memoryBytes(Outgoing each) {
        if (each instanceof Tcp.Write write) {
            return OVERHEAD_BYTES + (long) write.data().size();
        }
        return each instanceof Tcp.WriteBuffer write
                ? OVERHEAD_BYTES + (long) write.data().memoryBytes()
                : FILE_BYTES;
    }

    /** It was sent, or will not be: gives back what it has. */
    static void drop(Outgoing each) {
        if (each instanceof FilePart part) {
            part.file().close();
        } else if (each instanceof Tcp.WriteBuffer write) {
            write.data().letGo();
        }
    }

    /** A part of an open file, which is closed when it was sent or when the socket is. */
    record FilePart(
            Fd file, long position, long length, @Nullable Object ack) implements Outgoing {}
}
