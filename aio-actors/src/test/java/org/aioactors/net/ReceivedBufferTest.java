// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Bytes that are lent come back once, whoever has them, and their memory is used again only then. */
class ReceivedBufferTest {
    private static final int LARGE = BlockPool.LARGE_BYTES;
    private static final int SMALL = BlockPool.SMALL_BYTES;

    /** What other threads have given to the loop. */
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    private boolean inLoopThread = true;
    private int allBack;

    /** Two large blocks, and four small ones. */
    private final BlockPool pool = new BlockPool(tasks::add, () -> inLoopThread, 2 * LARGE + 4 * SMALL + LARGE / 4);

    private final Loans loans = new Loans(10 * LARGE, () -> allBack++);

    private ReceivedBuffer lend(String text, int mark) {
        return lend(text, pool.takeLarge(), mark);
    }

    private ReceivedBuffer lend(String text, LentBlock block, int mark) {
        byte[] bytes = ByteString.fromString(text).toArray();
        block.source().put(0, bytes);
        ReceivedBuffer buffer = ReceivedBuffer.lent(block, bytes.length);
        loans.lend(buffer, mark);
        return buffer;
    }

    private static void assertGone(ReceivedBuffer buffer) {
        assertThatIllegalStateException().isThrownBy(buffer::bytes).withMessageContaining("call retain()");
        assertThatIllegalStateException().isThrownBy(buffer::toByteString);
        assertThatIllegalStateException().isThrownBy(buffer::retain);
        assertThatIllegalStateException().isThrownBy(buffer::release);
        assertThat(buffer).hasToString("ReceivedBuffer[" + buffer.length() + " bytes, given back]");
    }

    @Test
    void theBytesAreThereUntilTheMessageWasHandled() {
        ReceivedBuffer buffer = lend("hello", 1);
        assertThat(buffer.length()).isEqualTo(5);
        assertThat(buffer.toByteString()).isEqualTo(ByteString.fromString("hello"));
        assertThat(ByteString.fromByteBuffer(buffer.bytes()).utf8String()).isEqualTo("hello");
        assertThat(buffer.bytes().remaining()).as("anew for each who asks").isEqualTo(5);
        assertThatThrownBy(() -> buffer.bytes().put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
        buffer.handled();
        buffer.handled();
        assertGone(buffer);
        assertThat(allBack).isEqualTo(1);
    }

    @Test
    void whoRetainsKeepsThem() {
        ReceivedBuffer buffer = lend("hello", 1).retain().retain();
        buffer.handled();
        buffer.release();
        assertThat(buffer.toByteString().utf8String()).isEqualTo("hello");
        assertThat(allBack).isZero();
        buffer.release();
        assertGone(buffer);
        assertThat(allBack).isEqualTo(1);
    }

    @Test
    void whoIsDoneEarlyGivesThemBackBeforeTheMessageEnds() {
        ReceivedBuffer buffer = lend("hello", 1);
        buffer.release();
        assertGone(buffer);
        buffer.handled();
        assertThat(allBack).isEqualTo(1);
    }

    @Test
    void theConnectionGivesBackWhatWasHandledAndNoMore() {
        ReceivedBuffer first = lend("first", 10);
        ReceivedBuffer second = lend("second", pool.take(10), 20);
        loans.handled(9);
        assertThat(first.isHandled()).isFalse();
        loans.handled(19);
        assertGone(first);
        assertThat(second.isHandled()).isFalse();
        assertThat(loans.bytes()).isEqualTo(SMALL);
        loans.handlerStopped();
        assertGone(second);
        assertThat(loans.bytes()).isZero();
    }

    @Test
    void theHottestBlockGoesOutFirst() {
        LentBlock one = pool.takeLarge();
        LentBlock other = pool.takeLarge();
        assertThat(pool.takeLarge()).isNull();
        ReceivedBuffer first = lend("first", one, 1);
        ReceivedBuffer second = lend("second", other, 2);
        second.release();
        first.release();
        assertThat(pool.takeLarge()).isSameAs(one);
        assertThat(pool.takeLarge()).isSameAs(other);
        assertThat(pool.takeLarge()).isNull();
    }

    @Test
    void whatIsReleasedElsewhereComesBackOnItsLoop() {
        ReceivedBuffer buffer = lend("hello", 1);
        inLoopThread = false;
        buffer.release();
        assertGone(buffer);
        assertThat(loans.bytes()).isEqualTo(LARGE);
        inLoopThread = true;
        tasks.remove().run();
        assertThat(loans.bytes()).isZero();
    }

    @Test
    void whatIsRetainedWhenTheConnectionIsOverIsReplacedAndStaysAsItIs() {
        LentBlock first = pool.takeLarge();
        ReceivedBuffer retained = lend("hello", first, 1).retain();
        retained.handled();
        loans.close();
        loans.close();
        LentBlock second = pool.takeLarge();
        LentBlock third = pool.takeLarge();
        assertThat(List.of(second, third)).doesNotContain(first);
        assertThat(retained.toByteString().utf8String()).isEqualTo("hello");
        retained.release();
        assertThat(pool.takeLarge()).as("no more than before").isNull();
        assertThat(loans.mayLend()).isFalse();
    }

    @Test
    void whatIsRetainedWhenTheLoopEndsStaysAsItIs() {
        ReceivedBuffer retained = lend("hello", 1).retain();
        ByteBuffer view = retained.bytes();
        pool.close();
        inLoopThread = false;
        retained.handled();
        assertThat(retained.toByteString().utf8String()).isEqualTo("hello");
        retained.release();
        assertThat(tasks).as("nobody is there to take it").isEmpty();
        assertThat(view.get(0)).as("too late, but no crash").isEqualTo((byte) 'h');
    }

    @Test
    void toOneConnectionIsLentNoMoreThanThat() {
        Loans few = new Loans(LARGE, () -> {});
        ReceivedBuffer buffer = ReceivedBuffer.lent(pool.takeLarge(), 1);
        assertThat(few.mayLend()).isTrue();
        few.lend(buffer, 1);
        assertThat(few.mayLend()).isFalse();
        buffer.release();
        assertThat(few.mayLend()).isTrue();
    }

    @Test
    void whatCouldNotBeLentIsAsGood() {
        ReceivedBuffer buffer = ReceivedBuffer.copied(ByteString.fromString("hello"));
        loans.lend(buffer, 1);
        assertThat(buffer.memoryBytes()).isEqualTo(5);
        assertThat(ByteString.fromByteBuffer(buffer.bytes()).utf8String()).isEqualTo("hello");
        assertThatThrownBy(() -> buffer.bytes().put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
        loans.handled(1);
        assertGone(buffer);
    }

    @Test
    void aLargeBlockCountsWhole() {
        assertThat(lend("hello", 1).memoryBytes()).isEqualTo(LARGE);
        assertThat(lend("hello", pool.take(5), 2).memoryBytes()).isEqualTo(5);
        assertThat(loans.bytes()).isEqualTo(LARGE + SMALL);
    }

    @Test
    void ofACommandAllIsRetainedOrNothing() {
        ReceivedBuffer there = lend("there", 1);
        ReceivedBuffer gone = lend("gone", 2);
        gone.release();
        Tcp.CompoundWrite both = new Tcp.CompoundWrite(List.of(Tcp.WriteBuffer.of(there), Tcp.WriteBuffer.of(gone)));
        assertThatIllegalStateException().isThrownBy(() -> BufferWrites.retain(both));
        there.handled();
        assertGone(there);
    }
}
