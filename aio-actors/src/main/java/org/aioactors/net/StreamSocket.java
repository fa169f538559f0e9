// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import java.nio.ByteBuffer;

/**
 * A connected socket, whichever way the kernel is spoken to. Owns its fd and closes it once. Loop thread only, and so
 * are the events.
 */
interface StreamSocket {
    /** What happens to a socket. Each may call the socket back, and close it. */
    interface Events {
        /** How many bytes may be read now; 0 if none, until {@link StreamSocket#setReading} says so again. */
        int readAllowance();

        /** Bytes have arrived. */
        void received(ByteString data);

        /** The same for the first bytes of a buffer, which is used again after that: who needs no copy takes them from there. */
        default void arrived(ByteBuffer source, int length) {
            received(Intake.copy(source, length));
        }

        /** Whether they are to be lent, where they can be. */
        default boolean borrows() {
            return false;
        }

        /** The same for bytes that are lent, to who {@link #borrows}. */
        default void received(ReceivedBuffer data) {
            throw new UnsupportedOperationException("nothing is borrowed here");
        }

        /** Bytes have arrived that are not wanted now: they are kept, see {@link StreamSocket#unreadBytes}. */
        default void unread() {}

        /** The peer has closed its side: nothing more is read. */
        void endOfInput();

        /** The kernel has taken all of a write. */
        void acknowledged(Object token);

        /** The kernel has taken some of what was pending, perhaps all. */
        void written();

        /** The connection is broken; the socket does nothing more. */
        void failed(String cause);
    }

    /** Tells events from now on; without {@link #setReading} only that the connection is broken. */
    void start(Events listener);

    /** Whether what arrives is wanted. */
    void setReading(boolean on);

    /** Whether anything can be written at all. */
    default boolean hasOutput() {
        return true;
    }

    /** Queues something to be sent, which must not be refused any more. Once closed, drops it. */
    void write(Outgoing next);

    /** What is queued and was not taken by the kernel yet, in bytes of memory. */
    long pendingBytes();

    /** What has arrived before reading stopped, and is told when it goes on, in bytes of memory. */
    default long unreadBytes() {
        return 0;
    }

    /** What the kernel has taken since the socket was opened, in bytes on their way to the peer; also once it is closed. */
    long sentBytes();

    /** Whether the kernel has taken all. */
    boolean isAllWritten();

    /**
     * Nothing more is written: if the protocol has a word for that, it is said after all that is pending, and counts as
     * pending until then. Idempotent.
     */
    default void finish() {}

    /** Ends our side of the stream: all was written. */
    void shutdownOutput();

    /** Closes with a reset; what is pending is lost. Idempotent. */
    void abort();

    /** Closes; what is pending is lost. Idempotent. */
    void close();
}
