// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import akka.util.ByteString;
import java.io.IOException;
import java.net.DatagramSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.aio.linux.Errno;
import org.junit.jupiter.api.Test;

/** What waits is bounded, in both directions. */
class UdpPressureTest extends UdpTest {
    @Override
    String config() {
        return "aio.net.udp { max-pending-send = 64 KiB, read-credit = 8 KiB }";
    }

    @Test
    void whatIsTooMuchForTheQueueIsRefused() throws IOException {
        AtomicBoolean full = new AtomicBoolean(true);
        kernel.answer(call -> call.name().equals("sendmmsg") && full.get() ? -Errno.EAGAIN : null);
        Udp.Bound bound = bind(udpOfKernel(), UdpOptions.DEFAULT);
        DatagramSocket peer = peer();
        int count = 20;
        for (int number = 0; number < count; number++) {
            bound.socket().tell(new Udp.Send(ByteString.fromArray(new byte[10_000]), addressOf(peer), null, number));
        }
        int accepted = 64 * 1024 / (10_000 + 128);
        for (int number = accepted; number < count; number++) {
            Udp.CommandFailed failed = handler.expectMessageClass(Udp.CommandFailed.class, PATIENCE);
            assertThat(((Udp.Send) failed.command()).ack()).isEqualTo(number);
            assertThat(failed.cause()).hasMessageContaining("aio.net.udp.max-pending-send is 65536");
        }
        full.set(false);
        for (int number = 0; number < accepted; number++) {
            handler.expectMessage(PATIENCE, new Udp.Sent(number));
            assertThat(receiveBytes(peer)).hasSize(10_000);
        }
        bound.socket().tell(text("small", addressOf(peer)));
        assertThat(receiveText(peer)).isEqualTo("small");
    }

    @Test
    void whatIsClosedSaysWhatItHasNotSent() throws IOException {
        kernel.answer(call -> call.name().equals("sendmmsg") ? -Errno.EAGAIN : null);
        Udp.Bound bound = bind(udpOfKernel(), UdpOptions.DEFAULT);
        DatagramSocket peer = peer();
        bound.socket().tell(text("never sent", addressOf(peer)));
        bound.socket().tell(new Udp.Unbind());
        assertThat(handler.expectMessageClass(Udp.CommandFailed.class, PATIENCE).cause())
                .hasMessage("datagram not sent: the socket was closed");
        handler.expectMessage(PATIENCE, new Udp.Unbound());
    }

    /** A handler that does nothing for a while gets no more than its credit; then all that was not dropped. */
    @Test
    void aSlowHandlerStopsTheReading() throws Exception {
        for (String dispatcher : List.of(AIO, "akka.actor.default-dispatcher")) {
            AtomicInteger handled = new AtomicInteger();
            AtomicInteger dropped = new AtomicInteger();
            java.util.concurrent.CountDownLatch release = new java.util.concurrent.CountDownLatch(1);
            List<Udp.Bound> bounds = new ArrayList<>();
            ActorRef<Udp.Event> slow = kit.spawn(
                    akka.actor.typed.javadsl.Behaviors.receiveMessage(event -> {
                        if (event instanceof Udp.Received) {
                            release.await();
                            handled.incrementAndGet();
                        } else if (event instanceof Udp.Dropped drops) {
                            dropped.addAndGet((int) drops.count());
                        }
                        handler.ref().tell(event);
                        return akka.actor.typed.javadsl.Behaviors.same();
                    }),
                    DispatcherSelector.fromConfig(dispatcher));
            udp().tell(Udp.Bind.of(slow, loopback(0))
                    .with(UdpOptions.DEFAULT.withSocketOptions(UdpSO.receiveBufferSize(16 * 1024))));
            Udp.Bound bound = handler.expectMessageClass(Udp.Bound.class, PATIENCE);
            bounds.add(bound);
            DatagramSocket peer = peer();
            int sent = 2_000;
            for (int number = 0; number < sent; number++) {
                send(peer, bound.localAddress(), new byte[64]);
            }
            release.countDown();
            long seen = 0;
            while (seen < sent) {
                Udp.Event event = handler.receiveMessage(PATIENCE);
                seen += event instanceof Udp.Dropped drops ? drops.count() : 1;
            }
            assertThat(dropped.get()).isGreaterThan(sent / 2);
            assertThat(handled.get() + dropped.get()).isEqualTo(sent);
            assertThat(bounds).hasSize(1);
        }
    }
}
