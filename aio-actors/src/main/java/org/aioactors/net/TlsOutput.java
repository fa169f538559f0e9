// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What was not encrypted yet, in order. Many small writes become one record. Loop thread only. */
final class TlsOutput {
    private final Function<Outgoing.FilePart, TlsFile> open;
    private final ArrayDeque<Outgoing> queue = new ArrayDeque<>();

    /** What is left of the first one, if it is bytes. */
    private ByteString headRest = ByteString.emptyByteString();

    /** The first one, if it is a file. */
    private @Nullable TlsFile headFile;

    private long pendingBytes;

    /** With what reads files. */
    TlsOutput(Function<Outgoing.FilePart, TlsFile> open) {
        this.open = open;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** How much memory is held. */
    long pendingBytes() {
        return pendingBytes;
    }

    void add(Outgoing next) {
        queue.addLast(next);
        pendingBytes += Outgoing.memoryBytes(next);
        if (queue.size() == 1) {
            beginHead();
        }
    }

    private void beginHead() {
        Outgoing head = queue.peekFirst();
        headRest = head instanceof Tcp.Write bytes ? bytes.data() : ByteString.emptyByteString();
        headFile = head instanceof Outgoing.FilePart part ? open.apply(part) : null;
    }

    /** Why the first one can't be sent; null if it can. */
    @Nullable String failure() {
        return headFile == null ? null : headFile.failure();
    }

    /**
     * Moves as much as is there into {@code buffer}, as far as it goes.
     *
     * @return what is to be acknowledged when that was sent; null if nothing was moved, and nothing is to be acknowledged
     */
    @Nullable List<Object> moveTo(ByteBuffer buffer) {
        List<Object> acks = new ArrayList<>();
        boolean moved = false;
        for (Outgoing head = queue.peekFirst(); head != null && buffer.hasRemaining(); head = queue.peekFirst()) {
            ByteString bytes = headFile == null ? headRest : headFile.piece();
            int count = bytes.copyToBuffer(buffer);
            take(count);
            if (headFile == null ? !headRest.isEmpty() : !headFile.isDone()) {
                moved |= count > 0;
                if (count == 0) {
                    break; // the file's next piece is on its way
                }
            } else {
                moved = true;
                Object ack = removeHead(head);
                if (ack != null) {
                    acks.add(ack);
                }
            }
        }
        return moved ? acks : null;
    }

    private void take(int count) {
        if (headFile == null) {
            headRest = headRest.drop(count);
            pendingBytes -= count;
        } else {
            headFile.take(count);
        }
    }

    private @Nullable Object removeHead(Outgoing head) {
        queue.removeFirst();
        if (headFile != null) {
            headFile.close();
        }
        pendingBytes -= head instanceof Tcp.Write ? Outgoing.OVERHEAD_BYTES : Outgoing.FILE_BYTES;
        beginHead();
        return head.ack();
    }

    /** Forgets all that is pending. */
    void clear() {
        if (headFile != null) {
            headFile.close();
            headFile = null;
            queue.removeFirst();
        }
        queue.forEach(Outgoing::drop);
        queue.clear();
        headRest = ByteString.emptyByteString();
        pendingBytes = 0;
    }
}
