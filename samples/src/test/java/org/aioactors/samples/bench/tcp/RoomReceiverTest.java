// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.aioactors.samples.bench.WrongResultException;
import org.junit.jupiter.api.Test;

/** A client of a room that does not receive what it must finds out. */
class RoomReceiverTest {
    private static final int FRAME_BYTES = 64;
    private static final int FIRST_MEMBER = 100;

    private final FanOutFrames frames = new FanOutFrames(new TestBytes(), FRAME_BYTES);
    private final RoomReceiver receiver = new RoomReceiver(frames, FIRST_MEMBER, FIRST_MEMBER, 10);

    private ByteBuffer frame(int sender, int sequence) {
        ByteBuffer frame = ByteBuffer.allocate(FRAME_BYTES);
        frames.put(frame, sender, sequence);
        return frame.flip();
    }

    private void failsAt(ByteBuffer frame) {
        assertThatThrownBy(() -> receiver.next(frame)).isInstanceOf(WrongResultException.class);
    }

    @Test
    void eachMembersMessagesComeInItsOrder() {
        ByteBuffer some = ByteBuffer.allocate(3 * FRAME_BYTES);
        some.put(frame(103, 0)).put(frame(109, 0)).put(frame(103, 1)).flip();
        assertThat(receiver.next(some)).isEqualTo(3);
        assertThat(receiver.next(some)).isEqualTo(9);
        assertThat(receiver.next(some)).isEqualTo(3);
        assertThat(some.hasRemaining()).isFalse();
        receiver.ended(3, 2);
        receiver.ended(9, 1);
        receiver.ended(0, 0);
    }

    @Test
    void aLostMessageIsFoundWithTheNext() {
        receiver.next(frame(103, 0));
        failsAt(frame(103, 2));
    }

    @Test
    void aLostLastMessageIsFoundAtTheEnd() {
        receiver.next(frame(103, 0));
        assertThatThrownBy(() -> receiver.ended(3, 2)).isInstanceOf(WrongResultException.class);
    }

    @Test
    void aDoubledMessageIsFound() {
        receiver.next(frame(103, 0));
        failsAt(frame(103, 0));
    }

    @Test
    void swappedMessagesAreFound() {
        failsAt(frame(103, 1));
    }

    @Test
    void anotherRoomsMessageIsFound() {
        failsAt(frame(99, 0));
        failsAt(frame(110, 0));
    }

    @Test
    void aChangedBitIsFoundWhereverItIs() {
        for (int place = 0; place < FRAME_BYTES; place++) {
            RoomReceiver one = new RoomReceiver(frames, FIRST_MEMBER, FIRST_MEMBER, 10);
            ByteBuffer frame = frame(103, 0);
            frame.put(place, (byte) (frame.get(place) ^ 1));
            assertThatThrownBy(() -> one.next(frame)).as("byte %d", place).isInstanceOf(WrongResultException.class);
        }
    }

    @Test
    void aLostByteIsFound() {
        ByteBuffer two = ByteBuffer.allocate(2 * FRAME_BYTES);
        two.put(frame(103, 0).limit(40))
                .put(frame(103, 0).position(41))
                .put(frame(103, 1))
                .flip();
        failsAt(two);
    }
}
