// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How a connection ends. */
class ConnectionEndTest extends ConnectionFixture {
    @Test
    void whatWasReceivedBeforeTheEndIsAnswered() {
        register();
        connection.received(bytes(10));
        connection.endOfInput();
        assertThat(handler.takeTold()).containsExactly(new Tcp.Received(bytes(10)));
        connection.handle(write(10, null));
        assertThat(handler.told).as("not refused").isEmpty();
        answer();
        assertThat(socket.closed).isFalse();
        connection.handle(write(1, null));
        assertThat(handler.takeTold()).as("too late").hasOnlyElementsOfType(Tcp.CommandFailed.class);
        socketTakesAll();
        assertThat(handler.takeTold()).containsExactly(new Tcp.PeerClosed());
        assertThat(socket.closed).isTrue();
    }

    @Test
    void itIsOverWhenTheHandlerKnows() {
        register();
        connection.failed("broken");
        assertThat(handler.takeTold()).containsExactly(new Tcp.ErrorClosed("broken"));
        assertThat(overs).isZero();
        connection.handle(write(1, null));
        connection.handle(new Tcp.Close());
        connection.handle(new Tcp.Abort());
        assertThat(handler.takeTold()).hasSize(1).hasOnlyElementsOfType(Tcp.CommandFailed.class);
        answer();
        assertThat(overs).isEqualTo(1);
        connection.handlerStopped();
        assertThat(overs).isEqualTo(1);
    }

    @Test
    void whoRegistersAfterTheEndHearsOfIt() {
        connection.failed("broken");
        assertThat(commander.told).containsExactly(new Tcp.ErrorClosed("broken"));
        assertThat(register()).as("opened").isFalse();
        assertThat(handler.told).containsExactly(new Tcp.ErrorClosed("broken"));
        connection.handle(write(1, null));
        assertThat(overs).as("the handler does not know yet").isZero();
        answer();
        assertThat(overs)
                .as("an answer is still to come, and not to be a dead letter")
                .isZero();
        answer(commander);
        assertThat(overs).isEqualTo(1);
    }

    @Test
    void whoDoesNotAnswerIsNotAwaitedForEver() {
        connection.failed("broken");
        register();
        answer();
        assertThat(overs).isZero();
        connection.timedOut();
        assertThat(overs).isEqualTo(1);
    }

    @Test
    void afterAnErrorItWaitsForWhoeverRegisters() {
        connection.failed("broken");
        answer(commander);
        assertThat(overs).isZero();
        assertThat(connection.mayRegister()).isTrue();
        connection.timedOut();
        assertThat(overs).isEqualTo(1);
    }

    @Test
    void afterAnErrorItDoesNotWaitForWhoeverHasAskedForItAndStopped() {
        connection.failed("broken");
        connection.handlerStopped();
        assertThat(overs).isEqualTo(1);
    }

    @Test
    void whoHasAskedForItHearsOfItsEndOnce() {
        connection.failed("broken");
        connection.register(plain(), Handler.NONE);
        assertThat(commander.told).hasSize(1);
        assertThat(overs).isZero();
        answer(commander);
        assertThat(overs).isEqualTo(1);
    }

    @Test
    void whoRegistersWhileItIsClosingHearsOfItsEnd() {
        connection.handle(write(10, null));
        connection.handle(new Tcp.Close());
        assertThat(register()).as("opened").isFalse();
        assertThat(connection.mayRegister()).isFalse();
        assertThat(socket.reading).isFalse();
        assertThat(handler.told).isEmpty();
        socketTakesAll();
        assertThat(handler.told).containsExactly(new Tcp.Closed());
        assertThat(commander.told).containsExactly(new Tcp.Closed());
        answer();
        assertThat(overs).isEqualTo(1);
    }

    @Test
    void itCountsUntilItIsOver() {
        register();
        connection.failed("broken");
        assertThat(limits.connections()).isZero();
        assertThat(limits.isUnused()).isFalse();
        answer();
        assertThat(limits.isUnused()).isTrue();
    }

    @Test
    void itsHandlerHearsThatItIsStoppedFromOutside() {
        register();
        connection.stopped();
        assertThat(handler.told).hasSize(1).hasOnlyElementsOfType(Tcp.ErrorClosed.class);
        connection.stopped();
        assertThat(handler.told).hasSize(1);
        assertThat(socket.closed).isTrue();
        assertThat(limits.isUnused()).isTrue();
    }

    @Test
    void itIsOverWhenTheHandlerStops() {
        register();
        connection.failed("broken");
        connection.handlerStopped();
        assertThat(overs).isEqualTo(1);
    }

    @Test
    void aHandlerThatStopsLeavesNothingBehind() {
        register();
        connection.handle(write(10, null));
        connection.handlerStopped();
        assertThat(socket.closed).as("pending").isFalse();
        connection.timedOut();
        assertThat(socket.aborted).isTrue();
        assertThat(overs).isEqualTo(1);
        assertThat(limits.connections()).isZero();
    }

    @Test
    void aClosingConnectionThatTakesTooLongIsAborted() {
        register();
        connection.handle(write(10, null));
        connection.handle(new Tcp.Close());
        connection.timedOut();
        assertThat(socket.aborted).isTrue();
        assertThat(handler.told)
                .containsExactly(new Tcp.ErrorClosed(
                        "not closed within PT30S (aio.net.tcp.close-timeout), 138 bytes were pending: aborted"));
    }

    @Test
    void confirmedCloseWaitsForThePeer() {
        register();
        connection.handle(write(10, null));
        connection.handle(new Tcp.ConfirmedClose());
        assertThat(socket.outputShut).isFalse();
        socketTakesAll();
        assertThat(socket.outputShut).isTrue();
        assertThat(socket.reading).isTrue();
        connection.endOfInput();
        assertThat(handler.told).containsExactly(new Tcp.ConfirmedClosed());
    }

    @Test
    void inPullModeEachReadIsAskedForInConfirmedCloseToo() {
        register(plain().with(RegisterOptions.DEFAULT.withPullMode()));
        connection.handle(new Tcp.ConfirmedClose());
        assertThat(socket.outputShut).isTrue();
        assertThat(connection.readAllowance()).isZero();
        connection.handle(new Tcp.ResumeReading());
        assertThat(connection.readAllowance()).isPositive();
        assertThat(socket.reading).isTrue();
        connection.received(bytes(1));
        assertThat(connection.readAllowance()).isZero();
        connection.handle(new Tcp.ResumeReading());
        connection.endOfInput();
        assertThat(handler.told).containsExactly(new Tcp.Received(bytes(1)), new Tcp.ConfirmedClosed());
    }

    @Test
    void inPullModeOnlyIdlenessEndsAConnectionThatIsHalfClosed() {
        register(plain().with(RegisterOptions.DEFAULT.withPullMode()));
        connection.handle(write(10, null));
        connection.handle(new Tcp.ConfirmedClose());
        socketTakesAll();
        connection.timedOut();
        assertThat(handler.told).containsExactly(new Tcp.ErrorClosed("idle for PT1M (aio.net.tcp.idle-timeout)"));
    }

    @Test
    void inPullModeAPeerThatDoesNotTakeWhatIsPendingIsAborted() {
        register(plain().with(RegisterOptions.DEFAULT.withPullMode()));
        connection.handle(write(10, null));
        connection.handle(new Tcp.ConfirmedClose());
        connection.timedOut();
        assertThat(socket.aborted).isTrue();
        assertThat(handler.told)
                .containsExactly(new Tcp.ErrorClosed(
                        "not closed within PT30S (aio.net.tcp.close-timeout), 138 bytes were pending: aborted"));
    }

    @Test
    void anIdleConnectionEnds() {
        register();
        connection.timedOut();
        assertThat(socket.closed).isTrue();
        assertThat(handler.told).containsExactly(new Tcp.ErrorClosed("idle for PT1M (aio.net.tcp.idle-timeout)"));
    }

    @Test
    void aHandlersFunctionThatThrowsEndsTheConnection() {
        connection.register(plain(), new Handler() {
            @Override
            public void tell(Tcp.Event event) {
                throw new IllegalStateException("planted");
            }

            @Override
            public boolean ask(long mark) {
                return true;
            }
        });
        connection.received(bytes(1));
        assertThat(socket.aborted).isTrue();
    }
}
