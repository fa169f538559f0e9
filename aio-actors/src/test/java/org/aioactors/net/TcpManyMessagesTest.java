// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.MailboxSelector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.aioactors.aio.AioStats;
import org.aioactors.aio.linux.uring.IoUringHere;
import org.aioactors.dispatcher.AioDispatcher;
import org.aioactors.fd.Puppet;
import org.junit.jupiter.api.Test;

/**
 * What 64 connections cost whose messages come while the loop is busy: one wait finds them all. A wait is the system call by
 * which the loop hears of its fds, and on the ring also that which sends.
 */
@EachTransport
class TcpManyMessagesTest extends TcpTest {
    private static final int CONNECTIONS = 64;
    private static final int ROUNDS = 30;

    private final TestKernel kernel = new TestKernel();

    @Override
    String config() {
        return AIO + ".aio { threads = 1, stall-relief = off }";
    }

    private AioStats stats() {
        DispatcherSelector ours = DispatcherSelector.fromConfig(AIO);
        AioDispatcher dispatcher = (AioDispatcher) kit.system().dispatchers().lookup(ours);
        return dispatcher.loops().get(0).metrics().context();
    }

    private Tcp.Bound bindEcho() {
        ActorRef<Tcp.Event> echo = kit.spawn(
                ReadmeEcho.server(server.ref(), DispatcherSelector.sameAsParent(), () -> {}),
                DispatcherSelector.fromConfig(AIO));
        kit.spawn(
                TcpListener.create(settings(kernel.syscalls()), Tcp.Bind.of(echo, loopback(0))),
                MailboxSelector.fromConfig("aio.pinned-mailbox").withDispatcherFromConfig(AIO));
        return server.expectMessageClass(Tcp.Bound.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void round(List<Peer> peers, Puppet loop) throws IOException {
        CountDownLatch all = new CountDownLatch(1);
        loop.actor().tell(() -> await(all));
        for (Peer peer : peers) {
            peer.send("ping");
        }
        all.countDown();
        for (Peer peer : peers) {
            peer.expect("ping");
        }
    }

    @Test
    void systemCallsAMessage() throws IOException {
        Tcp.Bound bound = bindEcho();
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            peers.add(connectTo(bound));
        }
        Puppet loop = Puppet.spawn(kit, AIO);
        for (int i = 0; i < 5; i++) {
            round(peers, loop); // until each is received from by one request that goes on
        }
        AioStats before = stats();
        long callsBefore = kernel.calls().size();
        for (int i = 0; i < ROUNDS; i++) {
            round(peers, loop);
        }
        AioStats after = stats();
        double messages = ROUNDS * CONNECTIONS;
        double sockets = (kernel.calls().size() - callsBefore) / messages;
        double waits = (after.waits() - before.waits()) / messages;
        boolean byRing = transport == TransportKind.RING && IoUringHere.isThere();
        assertThat(sockets + waits)
                .as("system calls a message: %s of sockets, %s of the loop", sockets, waits)
                .isLessThan(byRing ? 0.3 : 2.2);
        assertThat(after.wakeUps() - before.wakeUps())
                .as("wake-ups: the test's own, one a round")
                .isLessThanOrEqualTo(ROUNDS);
    }
}
