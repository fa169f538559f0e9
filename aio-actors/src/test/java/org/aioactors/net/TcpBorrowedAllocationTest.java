// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is borrowed is not on the heap: a message allocates itself, and what carries it, however long it is. */
@EachTransport
class TcpBorrowedAllocationTest extends TcpTest {
    private static final int WARM_UP = 1_000;
    private static final int MESSAGES = 1_000;

    /** The messages there and back, their envelopes, and a request to the kernel. */
    private static final long MESSAGE_BYTES = 1_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final AtomicLong loopThread = new AtomicLong();

    @Override
    String config() {
        return AIO + ".aio.threads = 1";
    }

    private Behavior<Tcp.Event> echo(ActorRef<Tcp.ConnectionCommand> connection) {
        return Behaviors.receive(Tcp.Event.class)
                .onMessage(ReceivedBuffer.class, received -> {
                    loopThread.set(Thread.currentThread().getId());
                    connection.tell(Tcp.WriteBuffer.of(received));
                    return Behaviors.same();
                })
                .onMessage(Tcp.ConnectionClosed.class, closed -> Behaviors.stopped())
                .build();
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 4_000, 60_000})
    void aMessageIsAllThatIsAllocated(int size) throws IOException {
        kit.spawn(Tcp.serve(
                Tcp.Bind.of(server.ref(), loopback(0)).with(ListenOptions.DEFAULT.withBorrowedBuffers()), this::echo));
        Peer peer = connectTo(server.expectMessageClass(Tcp.Bound.class));
        byte[] bytes = Noise.bytes(size, size);
        echo(peer, bytes, WARM_UP);
        long before = threads.getThreadAllocatedBytes(loopThread.get());
        echo(peer, bytes, MESSAGES);
        long allocated = threads.getThreadAllocatedBytes(loopThread.get()) - before;
        assertThat(allocated / MESSAGES).isPositive().isLessThan(MESSAGE_BYTES);
    }

    private static void echo(Peer peer, byte[] bytes, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            peer.send(bytes);
            assertThat(peer.receive(bytes.length)).isEqualTo(bytes);
        }
    }
}
