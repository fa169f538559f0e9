// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a connection reads, and which writes it accepts. */
class ConnectionFlowTest extends ConnectionFixture {
    @Test
    void nothingIsReadBeforeRegister() {
        assertThat(socket.started).isTrue();
        assertThat(socket.reading).isFalse();
        assertThat(connection.readAllowance()).isZero();
        register();
        assertThat(socket.reading).isTrue();
        assertThat(connection.readAllowance()).isPositive();
    }

    @Test
    void readingStopsWhenTheCreditIsUsedUpAndGoesOnWhenHalfIsGivenBack() {
        register();
        connection.received(bytes(400)); // counts 656
        assertThat(socket.reading).isTrue();
        connection.received(bytes(400));
        assertThat(socket.reading).isFalse();
        assertThat(connection.readAllowance()).isZero();
        assertThat(handler.asked).containsExactly(656L, 1_312L);
        connection.answered(656);
        assertThat(socket.reading).as("656 of 1000 are unhandled").isFalse();
        connection.answered(1_312);
        assertThat(socket.reading).isTrue();
    }

    @Test
    void aHandlerIsNotAskedForEachSmallMessage() {
        connection = connection("aio.net.tcp.read-credit = 1 MiB");
        register();
        for (int i = 0; i < 1_000; i++) {
            connection.received(bytes(1));
        }
        assertThat(handler.asked).isEmpty();
        for (int i = 0; i < 1_000; i++) {
            connection.received(bytes(1));
        }
        assertThat(handler.asked).hasSize(1);
    }

    @Test
    void smallMessagesUseTheCreditUpToo() {
        register();
        for (int i = 0; i < 4; i++) {
            connection.received(bytes(1));
        }
        assertThat(socket.reading).isFalse();
    }

    @Test
    void unsentBytesStopTheReadingUntilTheyAreBelowLowWater() {
        register();
        connection.handle(write(HIGH, null));
        assertThat(socket.reading).isFalse();
        socket.pending = LOW + 1;
        connection.written();
        assertThat(socket.reading).isFalse();
        socket.pending = LOW;
        connection.written();
        assertThat(socket.reading).isTrue();
        assertThat(handler.told).as("water marks are told only to who asks").isEmpty();
    }

    @Test
    void aFullDuplexConnectionReadsOn() {
        register(plain().with(RegisterOptions.DEFAULT.withFullDuplex(true)));
        connection.handle(write(HIGH, null));
        assertThat(socket.reading).isTrue();
    }

    @Test
    void waterMarksAreTold() {
        register(plain().with(RegisterOptions.DEFAULT.withWaterMarks()));
        connection.handle(write(HIGH, null));
        connection.handle(write(10, null));
        assertThat(handler.takeTold()).containsExactly(new Tcp.HighWater(HIGH + Outgoing.OVERHEAD_BYTES));
        socketTakesAll();
        assertThat(handler.takeTold()).containsExactly(new Tcp.LowWater(0));
    }

    @Test
    void afterARefusalEveryWriteIsRefusedUntilResumed() {
        register();
        connection.handle(write(MAX_PENDING - 1_000, "a"));
        connection.handle(write(1_000, "b"));
        connection.handle(write(1, "c"));
        assertThat(socket.queued).containsExactly(write(MAX_PENDING - 1_000, "a"));
        assertThat(handler.takeTold())
                .extracting(event -> ((Tcp.Write) ((Tcp.CommandFailed) event).command()).ack())
                .containsExactly("b", "c");
        connection.handle(new Tcp.ResumeWriting());
        assertThat(handler.told).as("too much is pending").isEmpty();
        connection.handle(write(1, "d"));
        assertThat(handler.takeTold()).hasOnlyElementsOfType(Tcp.CommandFailed.class);
        socket.pending = LOW;
        connection.written();
        assertThat(handler.takeTold()).containsExactly(new Tcp.WritingResumed());
        connection.handle(write(1, "e"));
        assertThat(handler.told).isEmpty();
        assertThat(socket.queued).hasSize(2);
    }

    @Test
    void resumeWritingIsAnsweredAtOnceIfNothingHinders() {
        register();
        connection.handle(new Tcp.ResumeWriting());
        assertThat(handler.told).containsExactly(new Tcp.WritingResumed());
    }

    @Test
    void aCompoundIsAcceptedOrRefusedWhole() {
        register();
        connection.handle(new Tcp.CompoundWrite(List.of(write(6_000, "a"), write(6_000, "b"))));
        assertThat(socket.queued).as("alone it may be too large").hasSize(2);
        connection.handle(new Tcp.CompoundWrite(List.of(write(1, "c"), write(6_000, "d"))));
        assertThat(socket.queued).hasSize(2);
        assertThat(handler.told).hasSize(1);
    }

    @Test
    void pullModeReadsAsAskedFor() {
        register(plain().with(RegisterOptions.DEFAULT.withPullMode()));
        assertThat(connection.readAllowance()).isZero();
        connection.handle(new Tcp.ResumeReading());
        assertThat(socket.reading).isTrue();
        connection.received(bytes(1));
        assertThat(connection.readAllowance()).isZero();
        assertThat(socket.reading).isFalse();
        connection.handle(new Tcp.ResumeReading());
        connection.handle(new Tcp.ResumeReading());
        connection.received(bytes(1));
        assertThat(connection.readAllowance()).isZero();
    }

    @Test
    void whenAllTogetherHoldTooMuchOnlyThoseReadThatHoldNothing() {
        connection = connection("aio.net.tcp { read-credit = 1 GiB, max-bytes = " + MAX_BYTES + " }");
        register();
        ListenerLimits.Share other = limits.add();
        other.hold(MAX_BYTES + 1, 0);
        assertThat(connection.readAllowance()).isEqualTo(ListenerLimits.FREE_BYTES);
        connection.received(bytes(ListenerLimits.FREE_BYTES));
        assertThat(socket.reading).isFalse();
        answer();
        assertThat(socket.reading).as("its own is handled").isTrue();
        connection.received(bytes(ListenerLimits.FREE_BYTES));
        other.close();
        answer();
        assertThat(connection.readAllowance()).isEqualTo(64 << 10);
    }

    @Test
    void whatIsUnreadDoesNotKeepAConnectionFromReadingIt() {
        connection = connection("aio.net.tcp { read-credit = 1 GiB, max-bytes = " + MAX_BYTES + " }");
        register();
        limits.add().hold(MAX_BYTES + 1, 0);
        connection.received(bytes(ListenerLimits.FREE_BYTES));
        assertThat(socket.reading).isFalse();
        socket.unread = 1; // has arrived meanwhile, by a ring
        connection.unread();
        answer();
        assertThat(socket.reading).as("others may hold their bytes for ever").isTrue();
    }

    @Test
    void whoMayReadNoMoreBecauseOfOthersGoesOnWhenItsOwnIsHandled() {
        connection = connection("aio.net.tcp { read-credit = 1 GiB, max-bytes = " + MAX_BYTES + " }");
        register();
        connection.received(bytes(ListenerLimits.FREE_BYTES));
        assertThat(handler.asked).as("there is plenty").isEmpty();
        limits.add().hold(MAX_BYTES + 1, 0); // which nobody tells the first
        assertThat(connection.readAllowance()).as("its socket finds out").isZero();
        socket.reading = false;
        answer();
        assertThat(socket.reading).as("others may hold their bytes for ever").isTrue();
    }
}
