// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A datagram allocates itself, its bytes and what carries them to the handler: no address, whichever peer it is from. */
class UdpAllocationTest extends UdpTest {
    private static final int PEERS = 64;
    private static final int ROUNDS = 40;
    private static final int DATAGRAM_BYTES = 64;

    /** The datagram there and back and its bytes take some 160; the rest is envelopes and, divided up, turns of the loop. */
    private static final long MOST_BYTES = 700;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final AtomicLong loopThread = new AtomicLong();

    @Override
    String config() {
        return AIO + ".aio.threads = 1";
    }

    private Behavior<Udp.Event> echo(ActorRef<Udp.SocketCommand> socket) {
        return Behaviors.receive(Udp.Event.class)
                .onMessage(Udp.Received.class, received -> {
                    socket.tell(received.reply(received.data()));
                    return Behaviors.same();
                })
                .onMessage(Udp.Bound.class, bound -> {
                    loopThread.set(Thread.currentThread().getId());
                    handler.ref().tell(bound);
                    return Behaviors.same();
                })
                .build();
    }

    @Test
    void aDatagramIsAllThatIsAllocated() throws IOException {
        kit.spawn(Udp.serve(loopback(0), this::echo));
        Udp.Bound bound = handler.expectMessageClass(Udp.Bound.class, PATIENCE);
        List<DatagramSocket> peers = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            peers.add(peer());
        }
        echo(peers, bound);
        long before = threads.getThreadAllocatedBytes(loopThread.get());
        echo(peers, bound);
        long allocated = threads.getThreadAllocatedBytes(loopThread.get()) - before;
        assertThat(allocated / (PEERS * ROUNDS)).isPositive().isLessThan(MOST_BYTES);
    }

    private static void echo(List<DatagramSocket> peers, Udp.Bound bound) throws IOException {
        byte[] bytes = new byte[DATAGRAM_BYTES];
        for (int round = 0; round < ROUNDS; round++) {
            for (DatagramSocket peer : peers) {
                send(peer, bound.localAddress(), bytes);
            }
            for (DatagramSocket peer : peers) {
                assertThat(receiveBytes(peer)).hasSize(DATAGRAM_BYTES);
            }
        }
    }
}
