// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the servers of a network are, and what Akka is told of it. */
class ClusterConfigTest {
    private static final String SERVERS = "chat.cluster.servers";
    private static final String MESSAGES =
            "akka.actor.serialization-bindings.\"org.aioactors.samples.chat.wire.WireMessage\"";

    @TempDir
    private Path directory;

    private static Config load(Map<String, String> properties) {
        return new ConfigSource(properties, null).load();
    }

    @Test
    void a_server_that_stands_alone_has_no_cluster() {
        Config config = load(Map.of());
        assertThat(config.getString("akka.actor.provider")).isEqualTo("local");
        assertThat(config.hasPath(MESSAGES)).isFalse();
        assertThatCode(() -> ClusterConfig.check(config, List.of())).doesNotThrowAnyException();
    }

    @Test
    void the_first_is_this_server_and_all_have_the_same_seeds() {
        Config one = load(Map.of(SERVERS, "Irc2.example.org:2551, irc1.example.org:2552,[2001:db8::1]:2551"));
        Config other = load(Map.of(SERVERS, "[2001:db8::1]:2551,irc2.example.org:2551,irc1.example.org:2552"));
        assertThat(one.getString("akka.remote.artery.canonical.hostname")).isEqualTo("irc2.example.org");
        assertThat(one.getInt("akka.remote.artery.canonical.port")).isEqualTo(2551);
        assertThat(other.getString("akka.remote.artery.canonical.hostname")).isEqualTo("[2001:db8::1]");
        assertThat(one.getStringList("akka.cluster.seed-nodes"))
                .containsExactly(
                        "akka://chat@[2001:db8::1]:2551",
                        "akka://chat@irc1.example.org:2552",
                        "akka://chat@irc2.example.org:2551")
                .isEqualTo(other.getStringList("akka.cluster.seed-nodes"));
        assertThat(one.getStringList("akka.cluster.roles")).containsExactly("name-chat.local");
        assertThat(one.getString("akka.actor.provider")).isEqualTo("cluster");
        assertThat(one.getString(MESSAGES)).isEqualTo("jackson-cbor");
    }

    @Test
    void a_file_may_have_a_list_and_counts_more_than_what_a_network_has_by_default() throws Exception {
        Path file = Files.writeString(directory.resolve("my.conf"), """
                chat { name = irc1.example.org, cluster.servers = ["127.0.0.1:2551", "127.0.0.1:2552"] }
                akka.cluster.split-brain-resolver.stable-after = 7 s
                """);
        Config config = new ConfigSource(Map.of(), file).load();
        assertThat(ChatSettings.from(config).cluster())
                .containsExactly(new ServerAddress("127.0.0.1", 2551), new ServerAddress("127.0.0.1", 2552));
        assertThat(config.getDuration("akka.cluster.split-brain-resolver.stable-after"))
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(config.getString("akka.cluster.downing-provider-class")).contains("SplitBrainResolver");
        assertThat(config.getStringList("akka.cluster.roles")).containsExactly("name-irc1.example.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-such-host.invalid:2551 | there is no address for no-such-host.invalid",
                "127.0.0.1:2551,no-such-host.invalid:2551 | there is no address for no-such-host.invalid",
                "192.0.2.1:2551 | 192.0.2.1:2551 is no address of this machine",
                "0.0.0.0:2551 | 0.0.0.0:2551 is no address that others can reach",
                "127.0.0.1:2551,0.0.0.0:2551 | 0.0.0.0:2551 is no address that others can reach",
            })
    void an_address_that_can_not_be_used_is_refused(String servers, String said) {
        Config config = load(Map.of(SERVERS, servers));
        assertThatThrownBy(() ->
                        ClusterConfig.check(config, ChatSettings.from(config).cluster()))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(OneLine.of(new IllegalArgumentException(e.getMessage())))
                        .contains(SERVERS)
                        .contains(said));
    }

    @ParameterizedTest
    @CsvSource({"''", "127.0.0.1"})
    void another_address_than_others_see_may_be_listened_on(String bind) {
        Config config = load(Map.of(SERVERS, "192.0.2.1:2551", "akka.remote.artery.bind.hostname", bind));
        if (bind.isEmpty()) {
            assertThatThrownBy(() -> ClusterConfig.check(
                            config, ChatSettings.from(config).cluster()))
                    .hasMessageContaining("akka.remote.artery.bind.hostname");
        } else {
            assertThatCode(() -> ClusterConfig.check(
                            config, ChatSettings.from(config).cluster()))
                    .doesNotThrowAnyException();
        }
    }
}
