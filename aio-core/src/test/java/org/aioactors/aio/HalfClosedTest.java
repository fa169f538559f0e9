// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdEvents;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SocketPair;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The peer of a socket has stopped sending, which lasts: a handler that did not ask for it does not keep the loop awake, and
 * hears of all that it did ask for as long as that lasts (S38).
 */
class HalfClosedTest extends TimerContract {
    private static final Syscalls LINUX = Syscalls.linux();
    private static final int CHUNK_BYTES = 65_536;

    private final NativeMemory chunk = closing(NativeMemory.allocate(CHUNK_BYTES));
    private Fd ours;
    private Fd peers;

    HalfClosedTest(MonitorSetup setup) {
        super(setup);
    }

    @BeforeEach
    void connect() {
        int[] ends = SocketPair.open();
        ours = closing(Fd.adopt(LINUX, ends[0], "ours"));
        peers = closing(Fd.adopt(LINUX, ends[1], "the peer's"));
    }

    private FdHandler.Builder writes() {
        return FdHandler.builder().onWritable(logging("write"));
    }

    private void fill() {
        long written;
        do {
            written = LINUX.write(ours.value(), chunk.address(), CHUNK_BYTES);
        } while (written > 0);
        assertThat(written).isEqualTo(-Errno.EAGAIN);
    }

    private void peerReadsAll() {
        long count;
        do {
            count = LINUX.read(peers.value(), chunk.address(), CHUNK_BYTES);
        } while (count > 0);
        assertThat(count).isEqualTo(-Errno.EAGAIN);
    }

    private void peerStopsSending() {
        Sockets.shutdownOutput(LINUX, peers);
    }

    /** The loop has dealt with what was new to it, and called nobody. */
    private void expectSilence() {
        for (int i = 0; i < 4; i++) {
            assertThat(turn()).isEmpty();
        }
    }

    /** A whole timer's time passes in a single wait: none that something ends takes any time. */
    private void expectSleep() {
        expectSilence();
        timer("timer").modify(clock.timeNs() + 1_000);
        context.poll(false);
        kernel.takeWaitsNs();
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("timer");
        assertThat(kernel.takeWaitsNs()).containsExactly(1_000L);
    }

    private void expectWritesAsLongAsThereIsRoom() {
        peerReadsAll();
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("write");
        for (int i = 0; i < 3; i++) {
            assertThat(turn()).containsExactly("write");
        }
        fill();
    }

    @Test
    void oneThatHearsOfErrorsOnlySleepsUntilTheConnectionIsGone() {
        FdHandler errors = FdHandler.builder()
                .isReady(() -> false)
                .onError((fd, events) -> log.add(FdEvents.describe(events)))
                .build();
        context.setFdHandler(ours.value(), errors);
        expectSleep();
        peerStopsSending();
        expectSleep();
        expectSleep();
        peers.close();
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("HUP");
        assertThat(turn()).as("it lasts").containsExactly("HUP");
        context.removeFdHandler(ours.value());
        expectSleep();
    }

    @Test
    void anErrorThatComesLaterIsHeard() {
        FdHandler errors = FdHandler.builder()
                .isReady(() -> false)
                .onError((fd, events) -> log.add(FdEvents.describe(events)))
                .build();
        context.setFdHandler(ours.value(), errors);
        peerStopsSending();
        expectSleep();
        SyscallException.check(LINUX.write(ours.value(), chunk.address(), 1), "write", ours.value());
        expectSleep();
        peers.close(); // with a byte unread: the connection is reset
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("ERR|HUP");
        context.removeFdHandler(ours.value());
    }

    @Test
    void oneThatWritesSleepsWhileThereIsNoRoom() {
        fill();
        context.setFdHandler(ours.value(), writes().build());
        expectSleep();
        peerStopsSending();
        for (int i = 0; i < 3; i++) {
            expectSleep();
            expectWritesAsLongAsThereIsRoom();
        }
    }

    @Test
    void soDoesOneThatAnotherLoopMayWaitFor() {
        context.foreignLoop();
        peerStopsSending();
        fill();
        context.setFdHandler(ours.value(), writes().build());
        for (int i = 0; i < 3; i++) {
            expectSleep();
            expectWritesAsLongAsThereIsRoom();
        }
    }

    @Test
    void roomThatComesDuringTheSleepEndsIt() {
        fill();
        peerStopsSending();
        context.setFdHandler(ours.value(), writes().build());
        expectSleep();
        kernel.onNextWait(this::peerReadsAll);
        pollUntilProgress(context);
        assertThat(takeLog()).containsExactly("write");
    }

    @Test
    void oneWhoseCallbackTakesAllRoomIsNotCalledInVain() {
        fill();
        peerStopsSending();
        context.setFdHandler(ours.value(), FdHandler.writing(() -> {
            log.add("write");
            fill();
        }));
        for (int i = 0; i < 3; i++) {
            expectSleep();
            peerReadsAll();
            assertThat(turn()).containsExactly("write");
        }
        expectSleep();
    }

    @Test
    void aOneShotIsCalledOnceForEachTimeItIsArmed() {
        fill();
        peerStopsSending();
        context.setFdHandler(ours.value(), writes().oneShot().build());
        for (int i = 0; i < 3; i++) {
            expectSleep();
            peerReadsAll();
            assertThat(turn()).containsExactly("write");
            expectSleep();
            context.rearmFdHandler(ours.value());
            assertThat(turn()).as("there is room still").containsExactly("write");
            fill();
            context.rearmFdHandler(ours.value());
        }
    }

    @Test
    void oneThatDrainsIsCalledForNewsOnly() {
        peerStopsSending();
        context.setFdHandler(
                ours.value(),
                FdHandler.builder()
                        .onWritable(() -> {
                            log.add("write");
                            fill();
                        })
                        .drains()
                        .build());
        for (int i = 0; i < 3; i++) {
            assertThat(turn()).containsExactly("write");
            expectSleep();
            peerReadsAll();
        }
    }

    @Test
    void anExternalOneIsCalledOnceItIsEnabled() {
        fill();
        peerStopsSending();
        context.setFdHandler(ours.value(), writes().external().build());
        expectSleep();
        context.disableExternal();
        expectSleep();
        peerReadsAll();
        expectSleep();
        context.enableExternal();
        assertThat(turn()).containsExactly("write");
        fill();
        expectSleep();
        expectWritesAsLongAsThereIsRoom();
    }

    @Test
    void whoAsksForTheEndHearsOfItAsLongAsItLasts() {
        fill();
        context.setFdHandler(ours.value(), writes().build());
        peerStopsSending();
        expectSleep();
        context.setFdHandler(ours.value(), writes().onPeerClosed(logging("end")).build());
        for (int i = 0; i < 3; i++) {
            assertThat(turn()).containsExactly("end");
        }
        peerReadsAll();
        for (int i = 0; i < 3; i++) {
            assertThat(turn()).containsExactly("write", "end");
        }
    }

    @Test
    void aRemovedOneLetsTheFileGoThoughNewsOfItAreUnderWay() {
        fill();
        peerStopsSending();
        context.setFdHandler(ours.value(), writes().build());
        expectSleep();
        peerReadsAll();
        context.removeFdHandler(ours.value());
        ours.close();
        assertThat(LINUX.read(peers.value(), chunk.address(), 1)).as("the end").isZero();
    }
}
