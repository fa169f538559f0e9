// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountFileTest {
    private static final PasswordHash HASH = PasswordHash.of("secret", 1);
    private static final String FINGERPRINT = "ab".repeat(32);

    @TempDir
    private Path directory;

    private Path path;
    private AccountFile file;

    @BeforeEach
    void make() {
        path = directory.resolve("accounts");
        file = new AccountFile(path);
    }

    private static Account account(String name, String... certificates) {
        return new Account(name, HASH, 1_700_000_000_000L, Set.of(certificates));
    }

    @Test
    void what_is_added_is_found_by_any_spelling_also_by_the_next_server() throws Exception {
        assertThat(file.find("alice")).isNull();
        assertThat(file.add(account("Alice", FINGERPRINT))).isTrue();
        for (AccountFile each : List.of(file, new AccountFile(path))) {
            assertThat(each.find("aLICE")).isEqualTo(account("Alice", FINGERPRINT));
            assertThat(each.findByCertificate(FINGERPRINT)).isEqualTo(account("Alice", FINGERPRINT));
            assertThat(each.find("bob")).isNull();
        }
    }

    @Test
    void a_name_is_given_once() throws Exception {
        assertThat(file.add(account("Alice"))).isTrue();
        assertThat(file.add(account("alice"))).isFalse();
        assertThat(Files.readAllLines(path)).hasSize(1);
    }

    @Test
    void what_an_editor_or_another_server_does_counts_at_once_and_stays() throws Exception {
        file.add(account("Alice"));
        Files.writeString(path, "# by hand\n\n" + account("Bob").line() + "\n");
        assertThat(file.find("alice")).as("taken out").isNull();
        assertThat(file.find("bob")).isNotNull();
        assertThat(new AccountFile(path).add(account("Carol"))).isTrue();
        assertThat(file.add(account("carol"))).as("taken by the other server").isFalse();
        assertThat(file.add(account("Dave"))).isTrue();
        assertThat(Files.readAllLines(path))
                .containsExactly(
                        "# by hand",
                        "",
                        account("Bob").line(),
                        account("Carol").line(),
                        account("Dave").line());
    }

    @Test
    void a_wrong_line_locks_out_nobody_else() throws IOException {
        List<String> lines = List.of(
                "alice",
                "alice secret 0",
                "alice " + HASH.text() + " yesterday",
                "alice " + HASH.text() + " 0 nofingerprint",
                "bob " + HASH.text() + " 0 " + "AB:".repeat(31) + "AB");
        Files.write(path, lines);
        assertThat(file.find("alice")).isNull();
        assertThat(file.find("bob")).isNotNull();
        assertThat(file.findByCertificate(FINGERPRINT))
                .as("as openssl writes it")
                .isNotNull();
    }

    /** Each process adds what it can of the same names: each name once, and none lost. */
    @Test
    void several_servers_add_at_the_same_time() throws Exception {
        List<Process> servers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            servers.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Adder.class.getName(),
                            path.toString())
                    .redirectErrorStream(true)
                    .start());
        }
        int added = 0;
        for (Process each : servers) {
            String said = new String(each.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(each.waitFor(50, TimeUnit.SECONDS)).isTrue();
            added += Integer.parseInt(said.strip());
        }
        assertThat(added).isEqualTo(Adder.NAMES);
        assertThat(Files.readAllLines(path)).hasSize(Adder.NAMES).doesNotHaveDuplicates();
    }

    /** A server of which the test has several. */
    static final class Adder {
        static final int NAMES = 40;

        private Adder() {}

        public static void main(String[] args) throws Exception {
            AccountFile file = new AccountFile(Path.of(args[0]));
            int added = 0;
            for (int i = 0; i < NAMES; i++) {
                added += file.add(account("user" + i)) ? 1 : 0;
            }
            System.out.println(added);
        }
    }
}
