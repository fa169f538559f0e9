// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.aioactors.samples.chat.account.PasswordHash;
import org.aioactors.samples.chat.irc.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The configuration's section chat. */
class ChatSettingsTest {
    private static final String HASH = PasswordHash.of("secret", 1).text();

    static ChatSettings settings(String overrides) {
        return ChatSettings.from(ConfigFactory.parseString(overrides)
                .withFallback(ConfigFactory.parseResources("application.conf"))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve());
    }

    @Test
    void the_defaults_are_as_documented_and_need_no_file() {
        ChatSettings settings = settings("");
        assertThat(settings.listening().host()).isEqualTo("127.0.0.1");
        assertThat(settings.listening().port()).isEqualTo(6667);
        assertThat(settings.listening().tlsPort()).isNull();
        assertThat(settings.listening().webPort()).isEqualTo(8080);
        assertThat(settings.listening().takeOver()).isNull();
        assertThat(settings.cluster()).isEmpty();
        assertThat(settings.security().keyStore()).isNull();
        assertThat(settings.accounts().file()).isNull();
        assertThat(settings.kLines()).isNull();
        assertThat(settings.history().directory()).isNull();
        assertThat(settings.history().maxAge()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.opers()).isEmpty();
        assertThat(settings.identity().admin()).hasSize(3);
        assertThat(settings.names()).isEqualTo(Limits.standard());
        assertThat(settings.stsValue(false)).isNull();
        assertThat(settings.stsValue(true)).isNull();
    }

    @Test
    void each_part_can_be_said() {
        ChatSettings settings = settings("""
                chat {
                  motd = "one\\ntwo"
                  tls-port = 6697, tls { key-store = /k.p12, password = changeit, sts = 30 days }
                  opers { "al.ice" { password = "HASH", hosts = ["*@127.0.0.1", "root@*.example.org"] } }
                  take-over = /run/chat.sock
                  limits.exempt = ["10.0.0.0/8"]
                }
                """.replace("HASH", HASH));
        assertThat(settings.identity().motd()).containsExactly("one", "two");
        assertThat(settings.security().keyStore()).isEqualTo(Path.of("/k.p12"));
        assertThat(settings.security().toString()).doesNotContain("changeit");
        assertThat(settings.stsValue(false)).isEqualTo("port=6697");
        assertThat(settings.stsValue(true)).isEqualTo("duration=2592000");
        assertThat(settings.listening().takeOver()).isEqualTo(Path.of("/run/chat.sock"));
        ChatSettings.Oper oper = settings.opers().get(0);
        assertThat(oper.name()).isEqualTo("al.ice");
        assertThat(oper.password()).isEqualTo(PasswordHash.parse(HASH));
        assertThat(oper.mayFrom("bob@127.0.0.1")).isTrue();
        assertThat(oper.mayFrom("ROOT@a.example.org")).isTrue();
        assertThat(oper.mayFrom("bob@a.example.org")).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "port = 65536                     | chat.port: is 65536; it must be 0 to 65535",
                "port = -1                        | chat.port",
                "port = ninety                    | chat.port",
                "host = \"\"                      | chat.host: must be one word",
                "name = nodot                     | chat.name: is nodot; it must have a dot",
                "network = \"two words\"          | chat.network: must be one word",
                "backlog = 0                      | chat.backlog",
                "close-timeout = 0s               | chat.close-timeout",
                "close-timeout = soon             | chat.close-timeout",
                "colour = blue                    | chat.colour: there is no such key; known are [accounts",
                "limits.colour = blue             | chat.limits.colour",
                "limits.send-queue = 100 KiB      | chat.limits.send-queue: is 102400; it must be 262144",
                "limits.nick = 31                 | chat.limits.nick",
                "limits.exempt = [localhost]      | chat.limits.exempt: localhost is neither an address nor a range",
                "tls-port = 6697                  | chat.tls.key-store: is off; chat.tls-port needs one",
                "tls.sts = 1 day                  | chat.tls.sts: must be off as long as chat.tls-port is",
                "accounts.iterations = 10         | chat.accounts.iterations",
                "accounts.registration = perhaps  | chat.accounts.registration",
                "opers.al.password = secret       | chat.opers.al.password: is not of the form pbkdf2-sha256",
                "opers.al.hosts = [x]             | chat.opers.al.password",
                "motd = { a = 1 }                 | chat.motd",
                "cluster.servers = localhost      | chat.cluster.servers: 'localhost' is not of the form HOST:PORT",
                "cluster.servers = \":2551\"      | chat.cluster.servers: ':2551' is not of the form",
                "cluster.servers = \"a:1,\"       | chat.cluster.servers: '' is not of the form",
                "cluster.servers = [\"http://a:1\"] | chat.cluster.servers: 'http://a:1' is not of the form",
                "cluster.servers = [\"::1:2551\"]  | chat.cluster.servers: '::1:2551' is not of the form",
                "cluster.servers = [\"a:0\"]       | chat.cluster.servers: a:0: the port must be 1 to 65535",
                "cluster.servers = \"a:99999\"     | chat.cluster.servers: a:99999: the port must be 1 to 65535",
                "cluster.servers = \"a:1,b:1,A:1\" | chat.cluster.servers: a:1 is there twice",
                "cluster.port = 2551              | chat.cluster.port: there is no such key; known are [servers",
            })
    void a_wrong_setting_is_refused_by_its_name(String line, String said) {
        assertThatThrownBy(() -> settings("chat." + line))
                .isInstanceOf(ConfigException.class)
                .satisfies(e -> assertThat(OneLine.of(e))
                        .doesNotContain("\n")
                        .contains(said.contains(":") ? said.replaceFirst(": ", "': ") : said));
    }

    @ParameterizedTest
    @ValueSource(strings = {"motd", "description", "admin", "opers", "limits.connections", "accounts.iterations"})
    void most_settings_count_at_once(String key) {
        String value = key.equals("opers") ? "{ a { password = \"" + HASH + "\", hosts = [] } }" : "1234";
        value = key.equals("admin") || key.equals("motd") ? "[other]" : value;
        ChatSettings next = settings("chat." + key + " = " + value);
        assertThat(next).isNotEqualTo(settings(""));
        assertThat(settings("").needingRestart(next)).isEmpty();
        assertThat(settings("").inForce(next)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "name, other.local, chat.name",
        "port, 7000, 'chat.host, port, tls-port, web-port, backlog, close-timeout, take-over'",
        "cluster.servers, 'a:1,b:1', chat.cluster.servers",
        "accounts.file, /a, chat.accounts.file",
        "k-lines, /k, chat.k-lines",
        "history.directory, /h, chat.history",
        "limits.send-queue, 2 MiB, chat.limits.send-queue",
        "limits.nick, 20, chat.limits (of names)"
    })
    void some_settings_need_a_restart(String key, String value, String said) {
        ChatSettings next = settings("chat." + key + " = \"" + value + "\"");
        assertThat(settings("").inForce(next)).isEqualTo(settings(""));
        assertThat(settings("").needingRestart(next)).containsExactly(said);
        assertThat(settings("")).as("the same").isEqualTo(settings(""));
    }
}
