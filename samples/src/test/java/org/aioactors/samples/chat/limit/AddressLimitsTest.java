// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.limit;

import static org.aioactors.samples.chat.limit.AddressLimits.Verdict.ADMITTED;
import static org.aioactors.samples.chat.limit.AddressLimits.Verdict.TOO_FAST;
import static org.aioactors.samples.chat.limit.AddressLimits.Verdict.TOO_MANY;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class AddressLimitsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Rate FAST = new Rate(1_000, Duration.ZERO);

    private static AddressLimits limits(int connections, Rate rate, String... exempt) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String each : exempt) {
            ranges.add(Objects.requireNonNull(AddressRange.parse(each)));
        }
        return new AddressLimits(new AddressLimits.Rules(connections, rate, ranges));
    }

    private static InetAddress address(String text) throws UnknownHostException {
        return InetAddress.getByName(text);
    }

    @Test
    void an_address_has_so_many_connections() throws Exception {
        AddressLimits limits = limits(2, FAST);
        InetAddress one = address("192.0.2.1");
        assertThat(limits.admit(one, 0)).isEqualTo(ADMITTED);
        assertThat(limits.admit(one, 0)).isEqualTo(ADMITTED);
        assertThat(limits.admit(one, 0)).isEqualTo(TOO_MANY);
        assertThat(limits.admit(address("192.0.2.2"), 0)).as("another").isEqualTo(ADMITTED);
        limits.release(one, 0);
        assertThat(limits.admit(one, 0)).isEqualTo(ADMITTED);
        assertThat(limits.admit(one, 0)).isEqualTo(TOO_MANY);
    }

    @Test
    void a_network_of_ipv6_counts_as_one() throws Exception {
        AddressLimits limits = limits(1, FAST);
        assertThat(limits.admit(address("2001:db8:1:2::1"), 0)).isEqualTo(ADMITTED);
        assertThat(limits.admit(address("2001:db8:1:2:ffff:ffff:ffff:ffff"), 0)).isEqualTo(TOO_MANY);
        assertThat(limits.admit(address("2001:db8:1:3::1"), 0)).isEqualTo(ADMITTED);
    }

    @Test
    void an_address_of_ipv4_is_the_same_when_it_is_mapped() throws Exception {
        AddressLimits limits = limits(1, FAST);
        assertThat(limits.admit(address("192.0.2.1"), 0)).isEqualTo(ADMITTED);
        assertThat(limits.admit(address("::ffff:192.0.2.1"), 0)).isEqualTo(TOO_MANY);
    }

    @Test
    void connections_may_not_come_too_fast() throws Exception {
        AddressLimits limits = limits(10, new Rate(2, Duration.ofSeconds(5)));
        InetAddress one = address("192.0.2.1");
        for (int i = 0; i < 2; i++) {
            assertThat(limits.admit(one, 0)).isEqualTo(ADMITTED);
            limits.release(one, 0);
        }
        assertThat(limits.admit(one, 0)).isEqualTo(TOO_FAST);
        assertThat(limits.admit(one, 5 * SECOND)).isEqualTo(ADMITTED);
        assertThat(limits.admit(one, 5 * SECOND)).isEqualTo(TOO_FAST);
    }

    @Test
    void the_exempt_are_not_limited_but_counted_should_they_not_stay_so() throws Exception {
        AddressLimits limits = limits(1, new Rate(1, Duration.ofHours(1)), "127.0.0.0/8");
        InetAddress local = address("127.0.0.9");
        for (int i = 0; i < 100; i++) {
            assertThat(limits.admit(local, 0)).isEqualTo(ADMITTED);
        }
        limits.setRules(new AddressLimits.Rules(100, FAST, List.of()));
        assertThat(limits.admit(local, 0)).isEqualTo(TOO_MANY);
        limits.release(local, 0);
        assertThat(limits.admit(local, 0)).isEqualTo(ADMITTED);
    }

    @Test
    void who_has_gone_is_forgotten_when_nothing_is_left_to_remember() throws Exception {
        AddressLimits limits = limits(10, new Rate(2, Duration.ofSeconds(1)));
        InetAddress one = address("192.0.2.1");
        limits.admit(one, 0);
        limits.release(one, SECOND / 2);
        assertThat(limits.remembered()).as("for how fast it was").isEqualTo(1);
        limits.admit(one, SECOND);
        limits.release(one, 10 * SECOND);
        assertThat(limits.remembered()).isZero();
    }

    @Test
    void memory_is_bounded_whatever_comes() throws Exception {
        AddressLimits limits = limits(10, new Rate(2, Duration.ofHours(1)));
        InetAddress stays = address("192.0.2.1");
        limits.admit(stays, 0);
        for (int i = 0; i < 250_000; i++) {
            InetAddress each = InetAddress.getByAddress(
                    ByteBuffer.allocate(4).putInt(0x0A000000 + i).array());
            limits.admit(each, 0);
            limits.release(each, 0);
        }
        assertThat(limits.remembered()).isLessThanOrEqualTo(100_001);
        limits.setRules(new AddressLimits.Rules(1, FAST, List.of()));
        assertThat(limits.admit(stays, 0))
                .as("its connection was not forgotten")
                .isEqualTo(TOO_MANY);
    }

    /** As many are admitted as may be at any time, and all are released: whoever comes last finds the room that was at first. */
    @Test
    void several_loops_count_the_same_address() throws Exception {
        int most = 5;
        AddressLimits limits = limits(most, FAST);
        InetAddress one = address("192.0.2.1");
        ExecutorService loops = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> loop = () -> {
                int admitted = 0;
                for (int i = 0; i < 20_000; i++) {
                    if (limits.admit(one, 0) == ADMITTED) {
                        admitted++;
                        limits.release(one, 0);
                    }
                }
                return admitted;
            };
            int admitted = 0;
            for (Future<Integer> each : loops.invokeAll(List.of(loop, loop, loop, loop))) {
                admitted += each.get();
            }
            assertThat(admitted).isPositive();
        } finally {
            loops.shutdownNow();
        }
        for (int i = 0; i < most; i++) {
            assertThat(limits.admit(one, 0)).isEqualTo(ADMITTED);
        }
        assertThat(limits.admit(one, 0)).isEqualTo(TOO_MANY);
    }
}
