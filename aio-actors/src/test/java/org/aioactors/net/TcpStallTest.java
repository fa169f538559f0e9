// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.MailboxSelector;
import akka.actor.typed.javadsl.Behaviors;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.aioactors.dispatcher.AioDispatcher;
import org.junit.jupiter.api.Test;

/** TCP on a loop that an actor holds up again and again: bytes wait, none is lost, and no other thread does their work. */
@EachTransport
class TcpStallTest extends TcpTest {
    private static final int SIZE = 1 << 19;
    private static final int ROUNDS = 5;
    private static final long STALL_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Set<String> threads = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean stalling = new AtomicBoolean(true);

    @Override
    String config() {
        return AIO + ".aio { threads = 1, stall-relief = 2 ms, stall-report = 2 ms }";
    }

    private ActorRef<String> spawnStalling() {
        return kit.spawn(
                Behaviors.receive((context, message) -> {
                    long startNs = System.nanoTime();
                    while (System.nanoTime() - startNs < STALL_NS) {
                        LockSupport.parkNanos(STALL_NS);
                    }
                    if (stalling.get()) {
                        context.getSelf().tell(message);
                    }
                    return Behaviors.same();
                }),
                DispatcherSelector.fromConfig(AIO));
    }

    @Test
    void connectionsGoOnAfterEachStall() throws IOException {
        TestKernel kernel = new TestKernel();
        kernel.answer(call -> {
            threads.add(Thread.currentThread().getName());
            return null;
        });
        ActorRef<Tcp.Event> echo = kit.spawn(Echo.server(server.ref()), DispatcherSelector.fromConfig(AIO));
        kit.spawn(
                TcpListener.create(settings(kernel.syscalls()), Tcp.Bind.of(echo, loopback(0))),
                MailboxSelector.fromConfig("aio.pinned-mailbox").withDispatcherFromConfig(AIO));
        Tcp.Bound bound = server.expectMessageClass(Tcp.Bound.class);
        spawnStalling().tell("stall");
        for (int i = 0; i < ROUNDS; i++) {
            echoes(connectTo(bound), SIZE / ROUNDS);
        }
        stalling.set(false);
        AioDispatcher dispatcher =
                (AioDispatcher) kit.system().dispatchers().lookup(DispatcherSelector.fromConfig(AIO));
        assertThat(dispatcher.stalls()).isPositive();
        assertThat(threads).containsExactly("tcp-aio-default-dispatcher-1");
    }

    private void echoes(Peer peer, int size) throws IOException {
        byte[] bytes = Noise.bytes(size, size);
        Background<Boolean> sending = Background.start(() -> {
            peer.send(bytes, 0, size);
            return true;
        });
        assertThat(peer.receive(size)).isEqualTo(bytes);
        sending.await();
        peer.shutdownOutput();
        peer.expectEnd();
        server.expectMessage(new Tcp.PeerClosed());
    }
}
