// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.aioactors.aio.linux.ControlMessages;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.UnixSockets;
import org.aioactors.dispatcher.Eventually;
import org.junit.jupiter.api.Test;

/** A process has some thousand descriptors: who sends them faster than they are handled must not use them up. */
@EachTransport
class PassedFdsFloodTest extends UnixTest {
    private static final int MESSAGES = 800;
    private static final int FDS = 10;

    /** How long the sender finds no room before it takes that for an answer. */
    private static final long ENOUGH_NS = TimeUnit.MILLISECONDS.toNanos(300);

    private final Syscalls linux = Syscalls.linux();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();

    private ActorRef<UnixMessages.Event> slowHandler(ActorRef<UnixMessages.Event> opening) {
        return kit.spawn(Behaviors.receive(UnixMessages.Event.class)
                .onMessage(UnixMessages.Received.class, message -> {
                    goOn.await();
                    received.incrementAndGet();
                    lost.addAndGet(message.fdsLost() || message.fds().size() != FDS ? 1 : 0);
                    return Behaviors.same();
                })
                .onAnyMessage(other -> {
                    opening.tell(other);
                    return Behaviors.same();
                })
                .build());
    }

    private static long eventfds() {
        try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
            return links.filter(link -> {
                        try {
                            return Files.readSymbolicLink(link).toString().contains("[eventfd]");
                        } catch (IOException closedMeanwhile) {
                            return false;
                        }
                    })
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends so many messages, or as many as there is room for; returns how many those were. */
    private int send(int count, Fd socket, int eventfd, boolean all) {
        int[] numbers = new int[FDS];
        Arrays.fill(numbers, eventfd); // as many descriptors where they arrive
        try (MsgHdr header = MsgHdr.allocate(1, ControlMessages.space(FDS * Integer.BYTES));
                NativeMemory memory = NativeMemory.allocate(1)) {
            long fullSinceNs = System.nanoTime();
            int sent = 0;
            while (sent < count && (all || System.nanoTime() - fullSinceNs < ENOUGH_NS)) {
                header.clear().add(memory, 0, 1);
                header.name(address);
                header.control().addRights(numbers);
                long result = linux.sendmsg(socket.value(), header, MsgHdr.MSG_DONTWAIT);
                if (result == -Errno.EAGAIN) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                } else {
                    SyscallException.check(result, "sendmsg");
                    sent++;
                    fullSinceNs = System.nanoTime();
                }
            }
            return sent;
        }
    }

    @Test
    void aSlowHandlerHasABoundedNumberOfThem() {
        TestProbe<UnixMessages.Event> opening = messageProbe();
        messages().tell(UnixMessages.Open.of(slowHandler(opening.ref()), address));
        opening.expectMessageClass(UnixMessages.Opened.class, PATIENCE);
        long before = eventfds();
        try (Fd socket = UnixSockets.open(linux, Sockets.SOCK_DGRAM, "test");
                Fd eventfd = Fd.adopt(linux, linux.eventfd(0, Fcntl.O_CLOEXEC), "test")) {
            int sent = send(MESSAGES, socket, eventfd.value(), false);
            assertThat(eventfds() - before).as("of %d messages", sent).isLessThan(500);
            goOn.countDown();
            send(MESSAGES - sent, socket, eventfd.value(), true);
        }
        Eventually.await(() -> received.get() == MESSAGES);
        assertThat(lost).hasValue(0);
        Eventually.await(() -> eventfds() <= before);
    }
}
