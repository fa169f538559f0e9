// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import org.aioactors.aio.linux.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Receiving by a ring whose kernel does what the test says. */
class RingReceiverTest extends RingSocketFixture {
    private static final int POLLIN = 0x1;

    @AfterEach
    void allBuffersAreBack() {
        assertThat(ring.buffersOut).isZero();
    }

    private FakeRing.Request receive() {
        return FakeRing.last(ring.receives);
    }

    @Test
    void oneRequestReceivesAll() {
        startReading();
        ring.bring("a");
        ring.bring("b");
        endTurn();
        assertThat(takeTold()).containsExactly("a", "b");
        assertThat(ring.receives).hasSize(1);
        assertThat(ring.watches).isEmpty();
    }

    @Test
    void whoSendsSmallPiecesIsReceivedFromByOneRequest() {
        startReading();
        for (int i = 0; i < 4; i++) {
            assertThat(ring.multishots).isZero();
            ring.bring("piece", 0);
        }
        assertThat(ring.multishots).isEqualTo(1);
        ring.bring("piece");
        assertThat(receive().cancelled).isFalse();
        ring.bring("1234567890");
        assertThat(receive().cancelled).as("brings too much").isTrue();
        receive().complete(-Errno.ECANCELED, 0);
        assertThat(ring.polls).as("it is read from").hasSize(1);
        assertThat(ring.multishots).isEqualTo(1);
        assertThat(takeTold()).hasSize(6);
    }

    private FakeRing.Request poll() {
        return FakeRing.last(ring.polls);
    }

    /** Who has sent a large piece, and sends such pieces from now on. */
    private void readLargePieces(int... results) {
        startReading();
        ring.bring("1234567890", 0);
        takeTold();
        ArrayDeque<Integer> next = new ArrayDeque<>();
        for (int result : results) {
            next.add(result);
        }
        kernel.answer(call -> call.name().equals("read") ? next.remove() : (Integer) 0);
    }

    @Test
    void whoSendsLargePiecesIsReadFromWhenThereIsSomething() {
        readLargePieces(100, 90, 5, -Errno.EAGAIN);
        poll().complete(POLLIN, 0);
        assertThat(takeTold())
                .as("again after as much as was wanted")
                .extracting(String::length)
                .containsExactly(100, 90);
        poll().complete(POLLIN, 0);
        assertThat(takeTold()).extracting(String::length).containsExactly(5);
        poll().complete(POLLIN, 0);
        assertThat(kernel.count("read")).isEqualTo(4);
        assertThat(ring.polls).as("in vain, and again").hasSize(4);
        assertThat(ring.receives).hasSize(1);
    }

    @Test
    void whoSendsSmallPiecesAgainIsReceivedFromAgain() {
        readLargePieces(9, 9, 9, 9);
        for (int i = 0; i < 4; i++) {
            poll().complete(POLLIN, 0);
        }
        assertThat(ring.polls).hasSize(4);
        assertThat(ring.multishots).isEqualTo(1);
        ring.bring("small");
        assertThat(FakeRing.last(told)).isEqualTo("small");
    }

    @Test
    void whatIsNotWantedAnyMoreIsNotRead() {
        readLargePieces(10);
        socket.setReading(false);
        endTurn();
        assertThat(poll().cancelled).isTrue();
        poll().complete(POLLIN, 0);
        assertThat(kernel.count("read")).isZero();
        endTurn();
        assertThat(ring.watches).hasSize(1);
        socket.setReading(true);
        endTurn();
        poll().complete(POLLIN, 0);
        assertThat(takeTold()).hasSize(1);
    }

    @Test
    void theEndAndAResetAreReadToo() {
        readLargePieces(0);
        poll().complete(POLLIN, 0);
        assertThat(takeTold()).containsExactly("end of input");
        endTurn();
        assertThat(ring.polls).as("nothing comes after that").hasSize(1);
    }

    @Test
    void aResetIsReadToo() {
        readLargePieces(-Errno.ECONNRESET);
        poll().complete(POLLIN, 0);
        assertThat(takeTold()).hasSize(1).first().asString().startsWith("failed: read(fd=");
    }

    @Test
    void whatIsBorrowedIsReadIntoABlockAndASmallPieceIsCopied() {
        borrows = true;
        startReading();
        ring.bring("small", 0);
        allowance = 20_000;
        readLargePieces(10_000, 100);
        poll().complete(POLLIN, 0);
        poll().complete(POLLIN, 0);
        assertThat(borrowed).extracting(ReceivedBuffer::length).containsExactly(5, 10, 10_000, 100);
        assertThat(borrowed).extracting(ReceivedBuffer::isLarge).containsExactly(false, false, true, false);
        assertThat(borrowed.get(0).toByteString().utf8String()).isEqualTo("small");
    }

    @Test
    void whoFillsBuffersIsNotReceivedFromBeforeItIsWanted() {
        startReading();
        allowance = 10;
        socket.setReading(false);
        ring.bring("1234567890", 0);
        endTurn();
        assertThat(ring.receives).hasSize(1);
        assertThat(told).isEmpty();
    }

    @Test
    void beforeReadingBeginsOnlyAResetIsHeardOf() {
        endTurn();
        assertThat(ring.receives).isEmpty();
        assertThat(ring.watches).hasSize(1);
    }

    @Test
    void readingThatStopsIsCancelledAtTheEndOfTheTurn() {
        startReading();
        socket.setReading(false);
        assertThat(receive().cancelled).isFalse();
        endTurn();
        assertThat(receive().cancelled).isTrue();
        receive().complete(-Errno.ECANCELED, 0);
        endTurn();
        assertThat(ring.watches).hasSize(1);
        socket.setReading(true);
        assertThat(ring.receives).hasSize(2);
        ring.bring("a");
        assertThat(told).containsExactly("a");
    }

    @Test
    void readingThatGoesOnInTheSameTurnIsNotCancelled() {
        startReading();
        socket.setReading(false);
        socket.setReading(true);
        endTurn();
        assertThat(receive().cancelled).isFalse();
        assertThat(ring.receives).hasSize(1);
    }

    @Test
    void whatArrivesUntilItIsCancelledIsKeptAndToldFirst() {
        startReading();
        socket.setReading(false);
        ring.bring("a");
        assertThat(receive().cancelled).as("at once: it is not wanted").isTrue();
        ring.bring("b");
        assertThat(told).isEmpty();
        assertThat(socket.unreadBytes()).isGreaterThan(2);
        receive().complete(-Errno.ECANCELED, 0);
        socket.setReading(true);
        assertThat(told).as("not inside of what asks for it").isEmpty();
        endTurn();
        assertThat(takeTold()).containsExactly("ab");
        assertThat(socket.unreadBytes()).isZero();
        ring.bring("c");
        assertThat(told).containsExactly("c");
    }

    @Test
    void readingThatGoesOnBeforeItIsCancelledBeginsAnew() {
        startReading();
        socket.setReading(false);
        endTurn();
        socket.setReading(true);
        ring.bring("a");
        receive().complete(-Errno.ECANCELED, 0);
        assertThat(ring.receives).hasSize(2);
        ring.bring("b");
        assertThat(told).containsExactly("a", "b");
    }

    @Test
    void noMoreIsToldThanIsAllowed() {
        startReading();
        allowance = 2;
        ring.bring("abcde");
        assertThat(takeTold()).containsExactly("ab", "cd", "e");
        allowance = 0;
        ring.bring("f");
        assertThat(told).isEmpty();
        assertThat(receive().cancelled).isTrue();
        receive().complete(-Errno.ECANCELED, 0);
        allowance = 1;
        socket.setReading(true);
        endTurn();
        assertThat(told).containsExactly("f");
    }

    @Test
    void withoutBuffersItAsksAgain() {
        startReading();
        receive().complete(-Errno.ENOBUFS, 0);
        assertThat(ring.receives).hasSize(2);
        ring.bring("a");
        assertThat(told).containsExactly("a");
    }

    @Test
    void withoutBuffersAndWithoutReadingItOnlyWatches() {
        startReading();
        socket.setReading(false);
        receive().complete(-Errno.ENOBUFS, 0);
        endTurn();
        assertThat(ring.receives).hasSize(1);
        assertThat(ring.watches).hasSize(1);
    }

    @Test
    void theEndOfInputIsToldBehindWhatWasKept() {
        startReading();
        socket.setReading(false);
        ring.bring("a");
        receive().complete(0, 0);
        endTurn();
        assertThat(told).isEmpty();
        socket.setReading(true);
        endTurn();
        assertThat(takeTold()).containsExactly("a", "end of input");
        endTurn();
        assertThat(told).isEmpty();
        assertThat(ring.receives).as("nothing comes behind the end").hasSize(1);
        assertThat(ring.watches).as("but a reset").hasSize(1);
    }

    @Test
    void anErrorIsToldBehindWhatHasArrived() {
        startReading();
        ring.bring("a");
        receive().complete(-Errno.ECONNRESET, 0);
        assertThat(told).hasSize(2);
        assertThat(told.get(0)).isEqualTo("a");
        assertThat(told.get(1)).startsWith("failed: read(fd=" + FD + "): ECONNRESET");
        assertThat(kernel.count("close")).isEqualTo(1);
    }

    @Test
    void whoDoesNotReadHearsOfAnErrorAtOnce() {
        startReading();
        socket.setReading(false);
        ring.bring("a");
        receive().complete(-Errno.ECONNRESET, 0);
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).startsWith("failed: read(fd=" + FD + "): ECONNRESET");
    }

    @Test
    void aResetIsHeardOfWhileNothingIsReceived() {
        endTurn();
        kernel.answer(call -> call.name().equals("getsockopt") ? Errno.ECONNRESET : 0);
        FakeRing.last(ring.watches).complete(0x8, FakeRing.MORE);
        assertThat(told).hasSize(1);
        assertThat(told.get(0)).startsWith("failed: connection(fd=" + FD + "): ECONNRESET");
        assertThat(kernel.count("close")).as("the kernel has a request yet").isZero();
        FakeRing.last(ring.watches).complete(-Errno.ECANCELED, 0);
        assertThat(kernel.count("close")).isEqualTo(1);
    }

    @Test
    void aSocketThatIsClosedStaysOpenInTheKernelUntilItsRequestHasEnded() {
        startReading();
        socket.close();
        socket.close();
        assertThat(receive().cancelled).isTrue();
        ring.bring("late");
        assertThat(kernel.count("close")).isZero();
        receive().complete(-Errno.ECANCELED, 0);
        assertThat(kernel.count("close")).isEqualTo(1);
        socket.abort();
        endTurn();
        assertThat(kernel.count("close")).isEqualTo(1);
        assertThat(told).isEmpty();
    }

    @Test
    void aLoopThatEndsBreaksTheConnection() {
        startReading();
        ring.closed = true;
        receive().complete(-Errno.ECANCELED, 0);
        assertThat(told).containsExactly("failed: the loop ends");
        assertThat(kernel.count("close")).isEqualTo(1);
    }

    @Test
    void anAbortIsAResetOnceNothingIsLeft() {
        startReading();
        socket.abort();
        assertThat(kernel.calls()).isEmpty();
        receive().complete(-Errno.ECANCELED, 0);
        assertThat(kernel.calls()).extracting(TestKernel.Call::name).containsExactly("setLinger", "close");
    }
}
