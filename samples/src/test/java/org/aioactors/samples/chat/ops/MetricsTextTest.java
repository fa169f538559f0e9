// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aioactors.dispatcher.DispatcherMetrics;
import org.aioactors.net.TcpMetrics;
import org.aioactors.samples.chat.ops.MetricsText.Figures;
import org.junit.jupiter.api.Test;

class MetricsTextTest {
    private static final ChatFigures CHAT = new ChatFigures(7, 1, 2, 3, 9, 100, 50, 400, 5, 6);
    private static final TcpMetrics.Group GROUP = new TcpMetrics.Group(8, 64, 20, 1_000, 2_000, 4);

    private static TcpMetrics tcp() {
        TcpMetrics.Listener listener =
                new TcpMetrics.Listener(new InetSocketAddress(InetAddress.getLoopbackAddress(), 6667), GROUP);
        return new TcpMetrics(List.of(listener), GROUP, Map.of(1, new TcpMetrics.Loop(11, 5)));
    }

    @Test
    void each_figure_has_its_line() {
        String text = MetricsText.of(new Figures(65_432, 12_345_678, List.of(), tcp(), CHAT));
        assertThat(text.lines())
                .contains(
                        "# HELP chat_users Users on this server.",
                        "# TYPE chat_users gauge",
                        "chat_users 7",
                        "chat_operators 2",
                        "chat_channels 3",
                        "chat_memberships 9",
                        "# TYPE chat_lines_total counter",
                        "chat_lines_total 100",
                        "chat_messages_total 50",
                        "chat_deliveries_total 400",
                        "chat_refused_total 5",
                        "chat_dropped_total 6",
                        "process_uptime_seconds 65",
                        "jvm_heap_used_bytes 12345678",
                        "tcp_connections{listener=\"127.0.0.1:6667\"} 8",
                        "tcp_held_bytes{listener=\"127.0.0.1:6667\"} 64",
                        "tcp_refused_writes_total{listener=\"127.0.0.1:6667\"} 4",
                        "tcp_flushes_total{loop=\"1\"} 11");
    }

    /** Of each line Prometheus knows what it is before it comes; no line comes twice. */
    @Test
    void the_text_of_a_system_is_as_prometheus_wants_it() {
        ActorTestKit kit = ActorTestKit.create(ConfigFactory.load());
        try {
            String text = MetricsText.of(Figures.of(kit.system(), CHAT));
            assertThat(text)
                    .contains("aio_loop_messages_total{dispatcher=\"akka.actor.default-dispatcher\",loop=\"1\"} ")
                    .endsWith("\n");
            Pattern sample = Pattern.compile("([a-z_]+)(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? -?\\d+");
            Set<String> announced = new HashSet<>();
            Set<String> seen = new HashSet<>();
            text.lines().forEach(line -> {
                if (line.startsWith("# TYPE ")) {
                    assertThat(line).matches("# TYPE [a-z_]+ (gauge|counter)");
                    announced.add(line.split(" ", -1)[2]);
                } else if (!line.startsWith("# HELP ")) {
                    Matcher matcher = sample.matcher(line);
                    assertThat(matcher.matches()).as(line).isTrue();
                    assertThat(announced).contains(matcher.group(1));
                    assertThat(seen.add(matcher.group(1) + matcher.group(2)))
                            .as(line)
                            .isTrue();
                }
            });
            assertThat(seen).hasSizeGreaterThan(15);
        } finally {
            kit.shutdownTestKit();
        }
    }

    @Test
    void names_can_not_break_the_format() {
        DispatcherMetrics odd = new DispatcherMetrics("a\"b\\c\nd", 3, 0, 0, List.of());
        String text = MetricsText.of(new Figures(0, 0, List.of(odd), tcp(), ChatFigures.NONE));
        assertThat(text.lines()).contains("aio_dispatcher_stalls_total{dispatcher=\"a\\\"b\\\\c\\nd\"} 3");
    }

    @Test
    void loops_add_up() {
        assertThat(CHAT.plus(CHAT)).isEqualTo(new ChatFigures(14, 2, 4, 6, 18, 200, 100, 800, 10, 12));
        assertThat(ChatFigures.NONE.plus(CHAT)).isEqualTo(CHAT);
    }
}
