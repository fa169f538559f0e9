// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A message in memory; the kernel reads and writes it in the tests of requests. */
class MsgHdrTest {
    private final NativeMemory bytes = NativeMemory.allocate(100);
    private final MsgHdr message = MsgHdr.allocate(2, 64);

    @AfterEach
    void free() {
        message.close();
        bytes.close();
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> MsgHdr.allocate(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> MsgHdr.allocate(1025, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> MsgHdr.allocate(1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> MsgHdr.allocate(1, Integer.MAX_VALUE));
        assertThatExceptionOfType(IndexOutOfBoundsException.class)
                .isThrownBy(() -> message.add(bytes, 1, 100))
                .withMessageContaining("100 bytes from offset 1 on are not within the 100 bytes");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> message.add(bytes, -1, 1));
    }

    @Test
    void thereIsNoRoomForMorePiecesThanWereAskedFor() {
        message.add(bytes, 0, 10).add(bytes, 50, 10);
        assertThatIllegalStateException()
                .isThrownBy(() -> message.add(bytes, 0, 1))
                .withMessageContaining("room for 2 pieces");
        message.clear().add(bytes, 0, 1);
    }

    @Test
    void controlMessagesFillTheirRoom() {
        ControlMessages control = message.control();
        int first = control.add(1, 2, 4);
        control.buffer().putInt(control.data(first), 99);
        int second = control.add(3, 4, 24);
        assertThat(control.first()).isEqualTo(first);
        assertThat(control.level(first)).isEqualTo(1);
        assertThat(control.type(first)).isEqualTo(2);
        assertThat(control.length(first)).isEqualTo(4);
        assertThat(control.buffer().getInt(control.data(first))).isEqualTo(99);
        assertThat(control.next(first)).isEqualTo(second);
        assertThat(control.length(second)).isEqualTo(24);
        assertThat(control.next(second)).isEqualTo(ControlMessages.NONE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> control.add(0, 0, 0))
                .withMessageContaining("64 of 64 bytes are in use");
        message.clear();
        assertThat(control.first()).isEqualTo(ControlMessages.NONE);
        assertThat(control.rights()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> control.add(0, 0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> control.add(0, 0, Integer.MAX_VALUE));
    }

    @Test
    void aControlMessageThatIsLongerThanItsRoomIsNone() {
        ControlMessages control = message.control();
        int at = control.add(1, 2, 8);
        control.buffer().putLong(at, 25);
        assertThat(control.first()).isEqualTo(ControlMessages.NONE);
        control.buffer().putLong(at, 15);
        assertThat(control.first()).isEqualTo(ControlMessages.NONE);
        control.buffer().putLong(at, 24);
        assertThat(control.first()).isEqualTo(at);
    }

    @Test
    void whatTheKernelUsesCannotBeChanged() {
        message.add(bytes, 0, 10);
        message.retain();
        assertThatIllegalStateException().isThrownBy(() -> message.add(bytes, 0, 1));
        assertThatIllegalStateException().isThrownBy(message::clear);
        assertThatIllegalStateException().isThrownBy(message::prepareToReceive);
        assertThatIllegalStateException().isThrownBy(() -> message.name(FdIo.address("127.0.0.1", 1)));
        assertThatIllegalStateException()
                .isThrownBy(() -> message.control().add(0, 0, 0))
                .withMessageContaining("in use by the kernel");
        message.release();
        assertThatIllegalStateException()
                .isThrownBy(message::release)
                .withMessageContaining("more often than retained");
        message.clear();
        assertThatIllegalStateException().isThrownBy(message::release);
    }

    @Test
    void itsBytesAreKeptWithIt() {
        message.add(bytes, 0, 10);
        message.retain();
        bytes.close();
        message.close();
        assertThat(NativeMemoryProbe.isFreed(bytes)).isFalse();
        message.release();
        assertThat(NativeMemoryProbe.isFreed(bytes)).isTrue();
    }

    @Test
    void closedBytesAreRefusedAndNothingIsKept() {
        NativeMemory other = NativeMemory.allocate(8);
        message.add(other, 0, 8).add(bytes, 0, 10);
        bytes.close();
        assertThatIllegalStateException().isThrownBy(message::retain);
        other.close();
        assertThat(NativeMemoryProbe.isFreed(other)).isTrue();
        message.clear();
        assertThatIllegalStateException().isThrownBy(() -> message.add(bytes, 0, 1));
    }

    @Test
    void aClosedMessageIsRefused() {
        message.close();
        message.close();
        assertThatIllegalStateException().isThrownBy(message::address);
        assertThatIllegalStateException().isThrownBy(message::retain);
        assertThatIllegalStateException().isThrownBy(() -> message.control().first());
    }
}
