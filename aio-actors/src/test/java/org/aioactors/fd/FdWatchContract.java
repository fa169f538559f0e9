// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import static org.aioactors.fd.FdWatch.Interest.PEER_CLOSED;
import static org.aioactors.fd.FdWatch.Interest.PRIORITY;
import static org.aioactors.fd.FdWatch.Interest.READ;
import static org.aioactors.fd.FdWatch.Interest.READ_OR_WRITE;
import static org.aioactors.fd.FdWatch.Interest.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.aio.PollParams;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.dispatcher.AioLoop;
import org.junit.jupiter.api.Test;

/** What a watch tells of each kind of fd, however the loop asks the kernel. */
abstract class FdWatchContract extends FdWatchTest {
    private static final Syscalls SYSCALLS = Syscalls.linux();

    @Test
    void anUnarmedWatchTellsNothing() {
        watch(pipe.reader.value());
        pipe.write();
        expectNothing();
    }

    @Test
    void eachArmIsAnsweredOnce() {
        FdWatch watch = watch(pipe.reader.value());
        arm(watch, READ);
        pipe.write();
        probe.expectMessage(FdReady.READABLE);
        expectNothing();
    }

    @Test
    void whatWasNotReadIsToldAgain() {
        FdWatch watch = watch(pipe.reader.value());
        pipe.write();
        for (int i = 0; i < 10; i++) {
            arm(watch, READ);
            probe.expectMessage(FdReady.READABLE);
        }
        assertThat(pipe.drain()).isEqualTo(1);
        arm(watch, READ);
        expectNothing();
        pipe.write();
        probe.expectMessage(FdReady.READABLE);
    }

    @Test
    void disarmTakesAnArmBack() {
        FdWatch watch = watch(pipe.reader.value());
        puppet.run(() -> {
            watch.arm(READ);
            watch.disarm();
            watch.disarm();
        });
        pipe.write();
        expectNothing();
        arm(watch, READ);
        probe.expectMessage(FdReady.READABLE);
        puppet.run(watch::disarm);
        arm(watch, READ);
        probe.expectMessage(FdReady.READABLE);
    }

    @Test
    void aFullPipeBecomesWritable() {
        FdWatch watch = watch(pipe.writer.value());
        pipe.fill();
        arm(watch, WRITE);
        expectNothing();
        pipe.drain();
        probe.expectMessage(FdReady.WRITABLE);
        expectNothing();
    }

    @Test
    void theInterestOfTheLastArmCounts() throws IOException {
        try (Connection connection = new Connection()) {
            FdWatch watch = watch(connection.ours.value());
            arm(watch, READ);
            expectNothing();
            arm(watch, WRITE);
            probe.expectMessage(FdReady.WRITABLE);
            connection.peer.getOutputStream().write(1);
            expectNothing();
        }
    }

    @Test
    void ofTwoInterestsTheFirstThatComesEndsTheArm() throws IOException {
        try (Connection connection = new Connection()) {
            FdWatch watch = watch(connection.ours.value());
            arm(watch, READ_OR_WRITE);
            probe.expectMessage(FdReady.WRITABLE);
            connection.peer.getOutputStream().write(1);
            arm(watch, READ);
            probe.expectMessage(FdReady.READABLE);
            arm(watch, READ_OR_WRITE); // now both
            probe.expectMessage(FdReady.READABLE);
            expectNothing();
        }
    }

    @Test
    void anEventfdIsReadableWhenItCounts() {
        int number = SYSCALLS.eventfd(0, EventNotifier.EFD_NONBLOCK | EventNotifier.EFD_CLOEXEC);
        try (Fd counter = Fd.adopt(SYSCALLS, number, "eventfd")) {
            FdWatch watch = watch(counter.value());
            arm(watch, READ);
            expectNothing();
            assertThat(TestPipe.write(counter.value(), Long.BYTES)).isEqualTo(Long.BYTES);
            probe.expectMessage(FdReady.READABLE);
            puppet.run(watch::close);
        }
    }

    @Test
    void aListeningSocketIsReadableWhenSomebodyConnects() throws IOException {
        try (Fd listener = Sockets.listenTcp(SYSCALLS, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1)) {
            FdWatch watch = watch(listener.value());
            arm(watch, READ);
            expectNothing();
            InetSocketAddress address = Sockets.localAddress(SYSCALLS, listener);
            new Socket(address.getAddress(), address.getPort()).close();
            probe.expectMessage(FdReady.READABLE);
            puppet.run(watch::close);
        }
    }

    @Test
    void theEndOfInputIsReadable() {
        FdWatch watch = watch(pipe.reader.value());
        arm(watch, READ);
        pipe.writer.close();
        probe.expectMessage(FdReady.READABLE);
        assertThat(pipe.drain()).isEqualTo(-1);
        expectNothing();
    }

    @Test
    void aResetIsReadable() throws IOException {
        try (Connection connection = new Connection()) {
            FdWatch watch = watch(connection.ours.value());
            arm(watch, READ);
            connection.peer.setSoLinger(true, 0);
            connection.peer.close();
            probe.expectMessage(FdReady.READABLE);
            assertThat(TestPipe.read(connection.ours.value(), 1)).isEqualTo(-Errno.ECONNRESET);
        }
    }

    @Test
    void urgentDataHasPriority() throws IOException {
        try (Connection connection = new Connection()) {
            FdWatch watch = watch(connection.ours.value());
            puppet.run(() -> watch.arm(PRIORITY, READ)); // io_uring does not notice it for PRIORITY alone
            expectNothing();
            connection.peer.sendUrgentData(2);
            probe.expectMessage(FdReady.PRIORITY);
            expectNothing();
            puppet.run(watch::close);
        }
    }

    @Test
    void aPeerThatHasEndedItsSideIsToldAfterEachArm() throws IOException {
        try (Connection connection = new Connection()) {
            FdWatch watch = watch(connection.ours.value());
            arm(watch, PEER_CLOSED);
            connection.peer.getOutputStream().write(1);
            expectNothing();
            connection.peer.shutdownOutput();
            probe.expectMessage(FdReady.PEER_CLOSED);
            expectNothing();
            arm(watch, PEER_CLOSED);
            probe.expectMessage(FdReady.PEER_CLOSED);
            puppet.run(watch::close);
        }
    }

    @Test
    void ofSeveralInterestsOneIsTold() throws IOException {
        try (Connection connection = new Connection()) {
            FdWatch watch = watch(connection.ours.value());
            puppet.run(() -> watch.arm(READ, PEER_CLOSED));
            expectNothing();
            connection.peer.getOutputStream().write(1);
            connection.peer.shutdownOutput();
            probe.expectMessage(FdReady.READABLE);
            expectNothing();
            puppet.run(() -> watch.arm(PEER_CLOSED, READ, WRITE));
            probe.expectMessage(FdReady.READABLE);
            expectNothing();
            puppet.run(watch::close);
        }
    }

    @Test
    void aTestInMemorySaysThatTheFdIsReadable() {
        AtomicBoolean filled = new AtomicBoolean();
        AtomicInteger told = new AtomicInteger();
        FdWatch watch = puppet.call(() -> {
            AioLoop.require("the test").context().setPollParams(new PollParams(50_000_000, 0, 0));
            return FdWatch.create(pipe.reader.value(), probe.ref(), ready -> {
                        told.incrementAndGet();
                        return ready;
                    })
                    .isReady(filled::get);
        });
        arm(watch, READ);
        pipe.write();
        probe.expectMessage(FdReady.READABLE); // and so it is busy-polled from now on
        pipe.drain();
        for (int i = 2; i < 5; i++) {
            filled.set(false);
            arm(watch, READ);
            expectNothing();
            filled.set(true);
            awaitTold(told, i);
            probe.expectMessage(FdReady.READABLE);
            expectNothing();
        }
    }

    /** Only a loop that spins asks the test, and it spins only if that has been paying. */
    private void awaitTold(AtomicInteger told, int count) {
        long deadlineNs = System.nanoTime() + 20_000_000_000L;
        while (told.get() < count) {
            assertThat(deadlineNs - System.nanoTime()).as("time left").isPositive();
            puppet.run(() -> {});
        }
    }

    @Test
    void anFdThatWasClosedBehindTheWatchIsWatchedAnew() {
        int number = pipe.reader.value();
        FdWatch watch = watch(number);
        arm(watch, READ);
        pipe.write();
        probe.expectMessage(FdReady.READABLE);
        pipe.close();
        pipe = new TestPipe();
        assertThat(pipe.reader.value()).isEqualTo(number);
        arm(watch, READ);
        expectNothing();
        pipe.write();
        probe.expectMessage(FdReady.READABLE);
        puppet.run(watch::close);
    }

    @Test
    void aPipeWithoutAReaderIsWritable() {
        FdWatch watch = watch(pipe.writer.value());
        pipe.fill();
        arm(watch, WRITE);
        pipe.reader.close();
        probe.expectMessage(FdReady.WRITABLE);
        assertThat(pipe.write()).isEqualTo(-Errno.EPIPE);
    }

    @Test
    void aHangUpThatConcernsNeitherIsAFailure() {
        FdWatch watch = watch(pipe.reader.value());
        arm(watch, WRITE);
        pipe.writer.close();
        probe.expectMessage(FdReady.FAILED);
        expectNothing();
        arm(watch, WRITE);
        probe.expectMessage(FdReady.FAILED);
    }

    @Test
    void anFdThatIsNotOpenFails() {
        try (TestPipe other = new TestPipe()) {
            FdWatch bystander = watch(other.reader.value());
            FdWatch watch = watch(pipe.reader.value());
            pipe.reader.close();
            arm(watch, READ);
            probe.expectMessage(FdReady.FAILED);
            arm(bystander, READ);
            other.write();
            probe.expectMessage(FdReady.READABLE);
            expectNothing();
            puppet.run(bystander::close);
        }
    }

    @Test
    void manyAreToldEachToItsOwn() {
        int count = 200; // enough for the automatic choice to move to epoll
        List<TestPipe> pipes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TestPipe added = new TestPipe();
            pipes.add(added);
            String name = "pipe " + i;
            puppet.run(() -> FdWatch.create(added.reader.value(), probe.ref(), ready -> name)
                    .arm(READ));
        }
        expectNothing();
        for (int i = count - 1; i >= 0; i -= 7) {
            pipes.get(i).write();
            probe.expectMessage("pipe " + i);
        }
        expectNothing();
        puppet.stop();
        probe.expectTerminated(puppet.actor());
        pipes.forEach(TestPipe::close);
    }

    /** A TCP connection over loopback. */
    private static final class Connection implements AutoCloseable {
        final Fd ours;
        final Socket peer;

        Connection() throws IOException {
            InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            try (Fd listener = Sockets.listenTcp(SYSCALLS, anyPort, 1);
                    SockAddr address = SockAddr.allocate()) {
                InetSocketAddress local = Sockets.localAddress(SYSCALLS, listener);
                peer = new Socket(local.getAddress(), local.getPort());
                peer.setTcpNoDelay(true);
                ours = Fd.adopt(SYSCALLS, Sockets.accept(SYSCALLS, listener, address), "connection");
            }
        }

        @Override
        public void close() throws IOException {
            peer.close();
            ours.close();
        }
    }
}
