// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The queue against a socket that takes what the test says. */
class WriteQueueTest {
    private static final int OVERHEAD = Outgoing.OVERHEAD_BYTES;

    private final TestKernel kernel = new TestKernel();
    private final List<Object> acknowledged = new ArrayList<>();
    private final WriteQueue queue = new WriteQueue(kernel.syscalls(), acknowledged::add);
    private final IoBuffers buffers = new IoBuffers();
    private final Fd socket = Fd.adopt(kernel.syscalls(), Integer.MAX_VALUE, "no socket at all");

    /** What the next calls of write(2) return, in order. */
    private final List<Integer> results = new ArrayList<>();

    WriteQueueTest() {
        kernel.answer(call -> results.isEmpty() ? (Integer) (-Errno.EAGAIN) : results.remove(0));
    }

    @AfterEach
    void close() {
        buffers.close();
    }

    private void add(int size, Object ack) {
        queue.add(new Tcp.Write(Noise.string(size, size), ack));
    }

    @Test
    void aWriteTakenWholeIsAcknowledged() {
        add(10, "a");
        add(0, "b");
        add(20, null);
        results.add(30);
        assertThat(queue.flush(socket.value(), buffers)).isZero();
        assertThat(acknowledged).containsExactly("a", "b");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.pendingBytes()).isZero();
        assertThat(kernel.count("write")).isEqualTo(1);
    }

    @Test
    void aWriteTakenInPartWaits() {
        add(10, "a");
        add(20, "b");
        results.add(9);
        assertThat(queue.flush(socket.value(), buffers)).isEqualTo(-Errno.EAGAIN);
        assertThat(acknowledged).isEmpty();
        assertThat(queue.pendingBytes()).isEqualTo(21 + 2 * OVERHEAD);
        results.add(1);
        assertThat(queue.flush(socket.value(), buffers)).isEqualTo(-Errno.EAGAIN);
        assertThat(acknowledged).containsExactly("a");
        results.add(20);
        assertThat(queue.flush(socket.value(), buffers)).isZero();
        assertThat(acknowledged).containsExactly("a", "b");
    }

    private final BlockPool pool = new BlockPool(Runnable::run, () -> true, 1 << 20);

    /** A borrowed piece that nobody but the queue has. */
    private ReceivedBuffer addBorrowed(int size, Object ack) {
        LentBlock block = pool.take(size);
        block.source().put(0, Noise.bytes(size, size));
        ReceivedBuffer buffer = ReceivedBuffer.lent(block, size);
        new Loans(1 << 20, () -> {}).lend(buffer, 1);
        queue.add(new Tcp.WriteBuffer(buffer.retain(), ack));
        buffer.handled();
        return buffer;
    }

    @Test
    void smallBorrowedPiecesAreSentTogetherWithOthersAndGivenBackWhenTaken() {
        add(10, "a");
        ReceivedBuffer borrowed = addBorrowed(20, "b");
        add(30, "c");
        assertThat(queue.pendingBytes()).isEqualTo(60 + 3 * OVERHEAD);
        results.add(15);
        assertThat(queue.flush(socket.value(), buffers)).isEqualTo(-Errno.EAGAIN);
        assertThat(acknowledged).containsExactly("a");
        ByteBuffer rest = ByteBuffer.allocate(100);
        assertThat(queue.fill(rest)).isEqualTo(45);
        ByteString expected =
                Noise.string(20, 20).drop(5).concat(Noise.string(30, 30)).compact();
        assertThat(ByteString.fromByteBuffer(rest.flip())).isEqualTo(expected);
        results.add(15);
        assertThat(queue.flush(socket.value(), buffers)).isEqualTo(-Errno.EAGAIN);
        assertThat(borrowed).hasToString("ReceivedBuffer[20 bytes, given back]");
        assertThat(queue.pendingBytes()).isEqualTo(30 + OVERHEAD);
        results.add(30);
        assertThat(queue.flush(socket.value(), buffers)).isZero();
        assertThat(queue.pendingBytes()).isZero();
        assertThat(acknowledged).containsExactly("a", "b", "c");
    }

    @Test
    void aLargeBorrowedPieceCountsWholeUntilAllOfItWasTaken() {
        ReceivedBuffer borrowed = addBorrowed(10_000, "a");
        assertThat(queue.pendingBytes()).isEqualTo(BlockPool.LARGE_BYTES + OVERHEAD);
        results.add(9_999);
        assertThat(queue.flush(socket.value(), buffers)).isEqualTo(-Errno.EAGAIN);
        assertThat(queue.sentBytes()).isEqualTo(9_999);
        assertThat(queue.pendingBytes()).isEqualTo(BlockPool.LARGE_BYTES + OVERHEAD);
        results.add(1);
        assertThat(queue.flush(socket.value(), buffers)).isZero();
        assertThat(kernel.calls()).extracting(TestKernel.Call::length).containsExactly(10_000, 1);
        assertThat(borrowed).hasToString("ReceivedBuffer[10000 bytes, given back]");
        assertThat(queue.pendingBytes()).isZero();
    }

    @Test
    void whatIsForgottenIsGivenBack() {
        ReceivedBuffer large = addBorrowed(10_000, "a");
        ReceivedBuffer small = addBorrowed(10, "b");
        queue.clear();
        assertThat(large).hasToString("ReceivedBuffer[10000 bytes, given back]");
        assertThat(small).hasToString("ReceivedBuffer[10 bytes, given back]");
        assertThat(queue.pendingBytes()).isZero();
    }

    @Test
    void emptyWritesNeedNoCall() {
        add(0, "a");
        add(0, "b");
        assertThat(queue.flush(socket.value(), buffers)).isZero();
        assertThat(acknowledged).containsExactly("a", "b");
        assertThat(kernel.calls()).isEmpty();
    }

    @Test
    void anInterruptedCallIsRepeatedAndAFullSocketIsNot() {
        add(10, "a");
        results.addAll(List.of(-Errno.EINTR, -Errno.EINTR, -Errno.EAGAIN));
        assertThat(queue.flush(socket.value(), buffers)).isEqualTo(-Errno.EAGAIN);
        assertThat(kernel.count("write")).isEqualTo(3);
        assertThat(queue.pendingBytes()).isEqualTo(10 + OVERHEAD);
    }

    @Test
    void anErrorIsReturned() {
        add(10, "a");
        results.add(-Errno.EPIPE);
        assertThat(queue.flush(socket.value(), buffers)).isEqualTo(-Errno.EPIPE);
        queue.clear();
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.pendingBytes()).isZero();
        assertThat(queue.flush(socket.value(), buffers)).isZero();
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void aSocketThatTakesAllDoesNotKeepTheLoop() {
        int size = 100 * IoBuffers.SIZE;
        add(size, "a");
        for (int i = 0; i < 100; i++) {
            results.add(IoBuffers.SIZE);
        }
        assertThat(queue.flush(socket.value(), buffers)).isZero();
        assertThat(queue.isEmpty()).isFalse();
        assertThat(kernel.count("write")).isEqualTo(16);
        while (!queue.isEmpty()) {
            assertThat(queue.flush(socket.value(), buffers)).isZero();
        }
        assertThat(kernel.count("write")).isEqualTo(100);
        assertThat(acknowledged).containsExactly("a");
    }

    @Test
    void whatIsWrittenIsWhatWasAdded() {
        List<ByteString> written = new ArrayList<>();
        kernel.answer(call -> {
            int length = Math.min(call.length(), 50_000);
            byte[] bytes = new byte[length];
            buffers.emptyWriteBuffer().get(0, bytes);
            written.add(ByteString.fromArray(bytes));
            return length;
        });
        ByteString first = Noise.string(60_000, 1);
        ByteString second = Noise.string(40_000, 2).concat(Noise.string(50_000, 3));
        queue.add(Tcp.Write.of(first));
        queue.add(Tcp.Write.of(second));
        while (!queue.isEmpty()) {
            queue.flush(socket.value(), buffers);
        }
        ByteString all = written.stream().reduce(ByteString.emptyByteString(), ByteString::concat);
        assertThat(all).isEqualTo(first.concat(second));
    }
}
