// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.aioactors.Aio;
import org.aioactors.aio.Checkout;
import org.aioactors.net.Tcp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the example serves, and that the dashboard asks for nothing else. */
class PrometheusEndpointTest {
    private static final Path DASHBOARD = Checkout.file("docs/grafana-dashboard.json");
    private static final Pattern METRIC = Pattern.compile("\\baio_\\w+");
    private static final Pattern TABLE_ROW = Pattern.compile("^\\| `(aio\\.[a-z.]+)` \\|", Pattern.MULTILINE);

    private final ActorTestKit testKit = ActorTestKit.create();
    private final TestProbe<Tcp.Event> server = testKit.createTestProbe();

    @BeforeEach
    void listen() {
        Aio.get(testKit.system())
                .tcp()
                .tell(Tcp.Bind.of(server.ref(), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        server.expectMessageClass(Tcp.Bound.class, Duration.ofSeconds(30));
    }

    @AfterEach
    void shutDown() {
        testKit.shutdownTestKit();
    }

    private String scrape() throws IOException, InterruptedException {
        try (PrometheusEndpoint endpoint = new PrometheusEndpoint(testKit.system(), 0)) {
            URI uri = URI.create("http://127.0.0.1:" + endpoint.port() + "/metrics");
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        }
    }

    /** The names of all samples. */
    private static Set<String> names(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void loopsAndListenersAreServed() throws Exception {
        String text = scrape();
        assertThat(text)
                .contains(
                        "# TYPE aio_loop_turns_total counter",
                        "# TYPE aio_loop_poll_window_seconds gauge",
                        "aio_loop_busy_polls_total{dispatcher=\"aio-default-dispatcher\",loop=\"1\",result=\"hit\"} ",
                        "aio_tcp_connections{listener=\"127.0.0.1:",
                        "aio_tcp_received_bytes_total{listener=\"outgoing\"} 0.0");
        assertThat(names(text)).allMatch(name -> name.startsWith("aio_"));
    }

    @Test
    void theDashboardAsksForWhatIsServed() throws Exception {
        Config dashboard = ConfigFactory.parseFile(
                DASHBOARD.toFile(),
                ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON).setAllowMissing(false));
        assertThat(dashboard.getInt("schemaVersion")).isPositive();
        List<String> expressions = new ArrayList<>();
        for (Config panel : dashboard.getConfigList("panels")) {
            for (Config target : panel.getConfigList("targets")) {
                assertThat(target.getString("datasource.uid")).isEqualTo("${datasource}");
                expressions.add(target.getString("expr"));
            }
        }
        for (Config variable : dashboard.getConfigList("templating.list")) {
            if (variable.getString("type").equals("query")) {
                expressions.add(variable.getString("definition"));
            }
        }
        assertThat(dashboard.getConfigList("templating.list"))
                .anyMatch(each -> each.getString("name").equals("datasource")
                        && each.getString("type").equals("datasource"));
        Set<String> served = names(scrape());
        assertThat(expressions).hasSizeGreaterThan(8).allSatisfy(expression -> assertThat(
                        METRIC.matcher(expression).results())
                .as(expression)
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(served).contains(metric.group())));
    }

    @Test
    void theDocumentationHasEachMeterThatIsServed() throws Exception {
        Set<String> documented = TABLE_ROW
                .matcher(Files.readString(Checkout.file("docs/metrics.md")))
                .results()
                .map((MatchResult row) -> row.group(1).replace('.', '_'))
                .collect(Collectors.toSet());
        assertThat(documented).isNotEmpty();
        assertThat(names(scrape())).allSatisfy(name -> assertThat(documented).anyMatch(each -> name.startsWith(each)));
    }
}
