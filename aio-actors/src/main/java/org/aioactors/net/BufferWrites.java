// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.List;

/**
 * The bytes that {@link Tcp.WriteBuffer}s are to send: retained from the moment at which the connection is told, on the teller's
 * thread, until the kernel has taken them or they were refused or dropped. Any thread.
 */
final class BufferWrites {
    private BufferWrites() {}

    /**
     * A connection is about to be told.
     *
     * @throws IllegalStateException if bytes were given back already; then none is retained
     */
    static void retain(Object message) {
        if (message instanceof Tcp.WriteBuffer write) {
            write.data().retain();
        } else if (message instanceof Tcp.CompoundWrite compound) {
            retainAll(compound.writes());
        }
    }

    private static void retainAll(List<Tcp.SimpleWrite> writes) {
        int i = 0;
        try {
            while (i < writes.size()) {
                retain(writes.get(i));
                i++;
            }
        } finally {
            if (i < writes.size()) {
                writes.subList(0, i).forEach(BufferWrites::release);
            }
        }
    }

    /** It is not written. */
    static void release(Tcp.WriteCommand command) {
        if (command instanceof Tcp.WriteBuffer write) {
            write.data().letGo();
        } else if (command instanceof Tcp.CompoundWrite compound) {
            compound.writes().forEach(BufferWrites::release);
        }
    }
}
