// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import static org.assertj.core.api.Assertions.assertThat;

import akka.util.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A queue from whose front any are taken. */
class SendQueueTest {
    private final SendQueue queue = new SendQueue();

    private static Udp.Send send(int number) {
        return new Udp.Send(ByteString.fromArray(new byte[Math.floorMod(number, 7)]), null, null, number);
    }

    @Test
    void itIsWhatAListWouldBe() {
        List<Udp.Send> list = new ArrayList<>();
        Random random = new Random(3);
        for (int round = 0; round < 5_000; round++) {
            for (int i = random.nextInt(20); i > 0; i--) {
                Udp.Send send = send(random.nextInt());
                queue.add(send);
                list.add(send);
            }
            int window = random.nextInt(list.size() + 1);
            List<Udp.Send> left = new ArrayList<>();
            for (int i = 0; i < window; i++) {
                if (random.nextInt(10) < 9) {
                    assertThat(queue.take(i)).isSameAs(list.get(i));
                } else {
                    left.add(list.get(i));
                }
            }
            queue.closeGaps(window);
            left.addAll(list.subList(window, list.size()));
            list = left;
            assertThat(queue.size()).isEqualTo(list.size());
            for (int i = 0; i < list.size(); i++) {
                assertThat(queue.get(i)).isSameAs(list.get(i));
            }
            assertThat(queue.bytes())
                    .isEqualTo(list.stream().mapToLong(SendQueue::memoryBytes).sum());
        }
    }
}
