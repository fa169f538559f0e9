// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import org.aioactors.aio.linux.Errno;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sending by a ring whose kernel does what the test says, and has room for ten bytes. */
class RingSenderTest extends RingSocketFixture {
    private static final int POLLOUT = 0x4;
    private static final int POLLRDHUP = 0x2000;

    @BeforeEach
    void read() {
        startReading();
    }

    private FakeRing.Request send() {
        return FakeRing.last(ring.sends);
    }

    @Test
    void whatIsWrittenInATurnLeavesInOne() {
        write("a");
        write("");
        write("b");
        assertThat(ring.sends).isEmpty();
        endTurn();
        assertThat(ring.sent).containsExactly("ab");
        assertThat(told).as("the kernel has not taken it").isEmpty();
        assertThat(socket.isAllWritten()).isFalse();
        send().complete(2, 0);
        assertThat(told).containsExactly("ack a", "ack ", "ack b");
        assertThat(socket.isAllWritten()).isTrue();
        assertThat(socket.pendingBytes()).isZero();
    }

    @Test
    void whatIsWrittenMeanwhileLeavesInTheNext() {
        write("a");
        endTurn();
        write("b");
        write("c");
        endTurn();
        assertThat(ring.sends).hasSize(1);
        send().complete(1, 0);
        endTurn();
        assertThat(ring.sent).containsExactly("a", "bc");
        send().complete(2, 0);
        assertThat(told).containsExactly("ack a", "ack b", "ack c");
    }

    private Tcp.WriteBuffer borrowed(int length) {
        ReceivedBuffer buffer = ReceivedBuffer.lent(pool.take(length), length);
        new Loans(1 << 20, () -> {}).lend(buffer, 1);
        return new Tcp.WriteBuffer(buffer, "borrowed " + length);
    }

    @Test
    void largeBorrowedPiecesAreWrittenFromWhereTheyAreInTheirOrder() {
        ArrayDeque<Integer> results = new ArrayDeque<>(List.of(6_000, -Errno.EAGAIN, 4_000));
        kernel.answer(call -> call.name().equals("write") ? results.remove() : (Integer) 0);
        write("a");
        socket.write(borrowed(10_000));
        socket.write(borrowed(2));
        endTurn();
        assertThat(ring.sent).containsExactly("a");
        assertThat(kernel.count("write")).isZero();
        send().complete(1, 0);
        endTurn();
        assertThat(kernel.count("write"))
                .as("until the kernel says that there is no room")
                .isEqualTo(2);
        assertThat(ring.watches).as("for room").hasSize(1);
        FakeRing.last(ring.watches).complete(POLLOUT, FakeRing.MORE);
        assertThat(ring.sent).hasSize(2);
        send().complete(2, 0);
        assertThat(told).containsExactly("ack a", "ack borrowed 10000", "ack borrowed 2");
        assertThat(socket.pendingBytes()).isZero();
        assertThat(results).isEmpty();
    }

    @Test
    void muchThatIsWrittenInAnswerIsSentAtOnce() {
        kernel.answer(call -> call.name().equals("write") ? (Integer) call.length() : (Integer) 0);
        woken = () -> write("x".repeat(70_000));
        ring.bring("a", 0);
        assertThat(kernel.count("write")).isEqualTo(2);
        assertThat(told).hasSize(2).last().asString().startsWith("ack x");
        endTurn();
        assertThat(ring.sends).isEmpty();
        woken = () -> write("little");
        ring.bring("a", 0);
        assertThat(kernel.count("write")).isEqualTo(2);
        endTurn();
        assertThat(ring.sends).hasSize(1);
    }

    @Test
    void whatIsBorrowedIsGivenBackWhenTheSocketIsClosed() {
        Tcp.WriteBuffer large = borrowed(10_000);
        Tcp.WriteBuffer small = borrowed(10);
        BufferWrites.retain(large);
        BufferWrites.retain(small);
        large.data().handled();
        small.data().handled();
        socket.write(large);
        socket.close();
        socket.write(small);
        assertThat(large.data()).hasToString("ReceivedBuffer[10000 bytes, given back]");
        assertThat(small.data()).hasToString("ReceivedBuffer[10 bytes, given back]");
    }

    @Test
    void emptyWritesNeedNoRequest() {
        write("");
        endTurn();
        assertThat(told).containsExactly("ack ");
        assertThat(ring.sends).isEmpty();
    }

    @Test
    void whatWasNotTakenWaitsForRoom() {
        write("abc");
        write("d");
        endTurn();
        send().complete(2, 0);
        endTurn();
        assertThat(ring.sends).hasSize(1);
        assertThat(told).isEmpty();
        FakeRing.last(ring.watches).complete(POLLRDHUP, FakeRing.MORE);
        assertThat(ring.sends).as("that the peer has ended its side is no room").hasSize(1);
        FakeRing.last(ring.watches).complete(POLLOUT, FakeRing.MORE);
        assertThat(ring.sent).containsExactly("abcd", "cd");
        send().complete(-Errno.EAGAIN, 0);
        assertThat(ring.sends).hasSize(2);
        FakeRing.last(ring.watches).complete(POLLOUT, FakeRing.MORE);
        send().complete(2, 0);
        assertThat(told).containsExactly("ack abc", "ack d");
        assertThat(ring.watches).hasSize(1);
    }

    @Test
    void roomThatIsHeardOfDuringASendIsNotMissed() {
        write("abc");
        endTurn();
        send().complete(1, 0);
        FakeRing.last(ring.watches).complete(POLLOUT, FakeRing.MORE);
        FakeRing.last(ring.watches).complete(POLLOUT, FakeRing.MORE);
        send().complete(1, 0);
        endTurn();
        assertThat(ring.sent).containsExactly("abc", "bc", "c");
    }

    @Test
    void aWatchThatTheKernelEndsIsMadeAnew() {
        write("abc");
        endTurn();
        send().complete(1, 0);
        FakeRing.last(ring.watches).complete(POLLRDHUP, 0);
        assertThat(ring.watches).hasSize(2);
        FakeRing.last(ring.watches).complete(POLLOUT, FakeRing.MORE);
        assertThat(ring.sent).containsExactly("abc", "bc");
    }

    @Test
    void withoutRoomInTheLoopsMemoryItIsTheNextTurn() {
        ring.full = true;
        write("a");
        endTurn();
        assertThat(ring.sends).isEmpty();
        ring.full = false;
        endTurn();
        assertThat(ring.sent).containsExactly("a");
    }

    @Test
    void largeWritesLeaveInPieces() {
        write("0123456789abcde");
        endTurn();
        send().complete(10, 0);
        endTurn();
        assertThat(ring.sent).containsExactly("0123456789", "abcde");
    }

    @Test
    void anErrorEndsTheConnection() {
        write("a");
        endTurn();
        send().complete(-Errno.EPIPE, 0);
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).startsWith("failed: write(fd=" + FD + "): EPIPE");
    }

    @Test
    void aLoopThatEndsBreaksTheConnection() {
        write("a");
        ring.closed = true;
        endTurn();
        assertThat(told).containsExactly("failed: the loop ends");
    }

    @Test
    void aSocketClosedDuringASendIsClosedBehindIt() {
        write("a");
        endTurn();
        socket.close();
        FakeRing.last(ring.receives).complete(-Errno.ECANCELED, 0);
        assertThat(kernel.count("close")).isZero();
        ring.full = true;
        send().complete(1, 0);
        assertThat(ring.full).as("its memory is not free").isFalse();
        assertThat(kernel.count("close")).isEqualTo(1);
        assertThat(told).isEmpty();
        write("too late");
        endTurn();
        assertThat(ring.sends).hasSize(1);
    }
}
