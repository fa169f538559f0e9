// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.DispatcherSelector;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Random bytes through an echo server, compared one by one, of a fast and a slow peer at the same time. */
@EachTransport
class TcpVolumeTest extends TcpTest {
    private static final int PIECE = 100_000;
    private static final long SLOW_BYTES_PER_MS = 25_000;

    /** Of each peer; a multiple of {@link #PIECE}. */
    long bytes() {
        return 8_000_000;
    }

    private Tcp.Bound bindEcho() {
        ActorRef<Tcp.Event> echo =
                kit.spawn(ReadmeEcho.server(server.ref(), DispatcherSelector.fromConfig(AIO), () -> {}));
        tcp().tell(Tcp.Bind.of(echo, loopback(0)).with(security().listenOptions()));
        return server.expectMessageClass(Tcp.Bound.class);
    }

    /** Sends, in pieces of any size; returns when all is sent. */
    private Background<Boolean> sending(Peer peer, long seed) {
        return Background.start(() -> {
            SplittableRandom noise = new SplittableRandom(seed);
            Random cut = new Random(seed);
            byte[] piece = new byte[PIECE];
            for (long left = bytes(); left > 0; left -= PIECE) {
                noise.nextBytes(piece);
                for (int sent = 0; sent < PIECE; ) {
                    int length = Noise.piece(cut, PIECE - sent);
                    peer.send(piece, sent, length);
                    sent += length;
                }
            }
            peer.shutdownOutput();
            return true;
        });
    }

    private Background<Boolean> comparing(Peer peer, long seed, boolean slow) {
        return Background.start(() -> {
            SplittableRandom noise = new SplittableRandom(seed);
            byte[] expected = new byte[PIECE];
            long startNs = System.nanoTime();
            for (long done = 0; done < bytes(); done += PIECE) {
                noise.nextBytes(expected);
                byte[] received = peer.receive(PIECE);
                if (!Arrays.equals(received, expected)) {
                    throw new AssertionError("wrong at byte " + (done + Arrays.mismatch(received, expected)));
                }
                if (slow) {
                    waitUntil(startNs + TimeUnit.MILLISECONDS.toNanos((done + PIECE) / SLOW_BYTES_PER_MS));
                }
            }
            peer.expectEnd();
            return true;
        });
    }

    private static void waitUntil(long dueNs) {
        for (long nowNs = System.nanoTime(); nowNs - dueNs < 0; nowNs = System.nanoTime()) {
            LockSupport.parkNanos(dueNs - nowNs);
        }
    }

    @Test
    void allComesBackToAFastAndASlowPeer() throws IOException {
        Tcp.Bound bound = bindEcho();
        Peer fast = connectTo(bound);
        Peer slow = connectTo(bound);
        Background<Boolean> fastSending = sending(fast, 1);
        Background<Boolean> slowSending = sending(slow, 2);
        Background<Boolean> fastComparing = comparing(fast, 1, false);
        assertThat(comparing(slow, 2, true).await()).isTrue();
        assertThat(fastComparing.await()).isTrue();
        assertThat(fastSending.await()).isTrue();
        assertThat(slowSending.await()).isTrue();
    }
}
