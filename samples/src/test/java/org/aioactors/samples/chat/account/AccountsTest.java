// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.aioactors.samples.chat.limit.Rate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {
    private static ActorTestKit kit;

    private static final String FINGERPRINT = "ab".repeat(32);
    private static final Rate MANY = new Rate(1_000, Duration.ofHours(1));

    @TempDir
    private Path directory;

    private final TestProbe<AccountAnswer> probe = kit.createTestProbe(AccountAnswer.class);
    private long request;

    @BeforeAll
    static void start() {
        kit = ActorTestKit.create(ConfigFactory.load());
    }

    @AfterAll
    static void stop() {
        kit.shutdownTestKit();
    }

    private ActorRef<Accounts.Command> accounts(boolean registration, Rate attempts) {
        AccountRules rules = new AccountRules(registration, 2, 6, attempts);
        return kit.spawn(Accounts.create(directory.resolve("accounts"), rules));
    }

    private Accounts.Asker asker(String address) throws Exception {
        request++;
        return new Accounts.Asker(InetAddress.getByName(address), request, probe.ref());
    }

    private AccountAnswer logIn(ActorRef<Accounts.Command> accounts, Credentials credentials) throws Exception {
        accounts.tell(new Accounts.LogIn(asker("192.0.2.1"), credentials));
        return probe.receiveMessage();
    }

    private AccountAnswer register(ActorRef<Accounts.Command> accounts, String name, String password) throws Exception {
        accounts.tell(new Accounts.Register(asker("192.0.2.1"), name, password, FINGERPRINT));
        return probe.receiveMessage();
    }

    @Test
    void who_registers_logs_in_by_password_and_by_certificate() throws Exception {
        ActorRef<Accounts.Command> accounts = accounts(true, MANY);
        assertThat(register(accounts, "Alice", "secret")).isEqualTo(new AccountAnswer.Registered(1, "Alice"));
        assertThat(logIn(accounts, new Credentials.Password("alice", "secret")))
                .isEqualTo(new AccountAnswer.LoggedIn(2, "Alice"));
        assertThat(logIn(accounts, new Credentials.Password("alice", "Secret"))).isEqualTo(new AccountAnswer.Denied(3));
        assertThat(logIn(accounts, new Credentials.Password("bob", "secret"))).isEqualTo(new AccountAnswer.Denied(4));
        assertThat(logIn(accounts, new Credentials.Certificate(FINGERPRINT, null)))
                .isEqualTo(new AccountAnswer.LoggedIn(5, "Alice"));
        assertThat(logIn(accounts, new Credentials.Certificate(FINGERPRINT, "ALICE")))
                .isEqualTo(new AccountAnswer.LoggedIn(6, "Alice"));
        assertThat(logIn(accounts, new Credentials.Certificate(FINGERPRINT, "bob")))
                .isEqualTo(new AccountAnswer.Denied(7));
        assertThat(logIn(accounts, new Credentials.Certificate("cd".repeat(32), null)))
                .isEqualTo(new AccountAnswer.Denied(8));
    }

    @Test
    void the_file_has_no_password() throws Exception {
        ActorRef<Accounts.Command> accounts = accounts(true, MANY);
        register(accounts, "Alice", "topsecret");
        assertThat(Files.readString(directory.resolve("accounts")))
                .startsWith("Alice pbkdf2-sha256:2:")
                .doesNotContain("topsecret");
    }

    @Test
    void a_taken_name_and_a_short_password_are_refused() throws Exception {
        ActorRef<Accounts.Command> accounts = accounts(true, MANY);
        register(accounts, "Alice", "secret");
        assertThat(refusal(register(accounts, "aLICE", "secret"))).isEqualTo("ACCOUNT_EXISTS aLICE");
        assertThat(refusal(register(accounts, "Bob", "five5"))).isEqualTo("WEAK_PASSWORD Bob");
    }

    @Test
    void where_the_operators_make_accounts_nobody_else_does_and_that_may_change() throws Exception {
        ActorRef<Accounts.Command> accounts = accounts(false, MANY);
        assertThat(refusal(register(accounts, "Alice", "secret"))).isEqualTo("TEMPORARILY_UNAVAILABLE Alice");
        accounts.tell(new Accounts.Configure(new AccountRules(true, 2, 6, MANY)));
        assertThat(register(accounts, "Alice", "secret")).isInstanceOf(AccountAnswer.Registered.class);
    }

    private static String refusal(AccountAnswer answer) {
        AccountAnswer.Refused refused = (AccountAnswer.Refused) answer;
        return refused.code() + " " + refused.account();
    }

    @Test
    void an_operator_is_checked_without_a_file() throws Exception {
        ActorRef<Accounts.Command> accounts = kit.spawn(Accounts.create(null, new AccountRules(true, 2, 6, MANY)));
        PasswordHash hash = PasswordHash.of("secret", 2);
        assertThat(logIn(accounts, new Credentials.Known("root", hash, "secret")))
                .isEqualTo(new AccountAnswer.LoggedIn(1, "root"));
        assertThat(logIn(accounts, new Credentials.Known("root", hash, "guess")))
                .isEqualTo(new AccountAnswer.Denied(2));
        assertThat(logIn(accounts, new Credentials.Password("alice", "secret"))).isEqualTo(new AccountAnswer.Denied(3));
        assertThat(register(accounts, "alice", "secret")).isInstanceOf(AccountAnswer.Refused.class);
    }

    @Test
    void an_address_has_so_many_tries_and_what_goes_well_is_none() throws Exception {
        ActorRef<Accounts.Command> accounts = accounts(true, new Rate(3, Duration.ofHours(1)));
        Account account = new Account("Alice", PasswordHash.of("secret", 2), 0, Set.of());
        Files.writeString(directory.resolve("accounts"), account.line() + "\n");
        Credentials right = new Credentials.Password("alice", "secret");
        Credentials wrong = new Credentials.Password("alice", "guess");
        for (int i = 0; i < 10; i++) {
            assertThat(logIn(accounts, right)).isInstanceOf(AccountAnswer.LoggedIn.class);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(logIn(accounts, wrong)).isInstanceOf(AccountAnswer.Denied.class);
        }
        assertThat(logIn(accounts, wrong)).isInstanceOf(AccountAnswer.NotNow.class);
        assertThat(logIn(accounts, right)).as("also if it were right").isInstanceOf(AccountAnswer.NotNow.class);
        accounts.tell(new Accounts.LogIn(asker("192.0.2.2"), right));
        assertThat(probe.receiveMessage()).as("from elsewhere").isInstanceOf(AccountAnswer.LoggedIn.class);
    }

    /** Each of them answered, in order; of hundreds at once most are told to come later, and at once. */
    @Test
    void what_comes_in_a_rush_is_bounded() throws Exception {
        ActorRef<Accounts.Command> accounts = accounts(true, MANY);
        PasswordHash slow = PasswordHash.of("secret", 20_000);
        int asked = 200;
        for (int i = 0; i < asked; i++) {
            accounts.tell(new Accounts.LogIn(asker("192.0.2.1"), new Credentials.Known("root", slow, "secret")));
        }
        int checked = 0;
        for (int i = 0; i < asked; i++) {
            AccountAnswer answer = probe.receiveMessage(Duration.ofSeconds(30));
            checked += answer instanceof AccountAnswer.LoggedIn ? 1 : 0;
        }
        assertThat(checked).isBetween(33, asked / 2);
    }

    @Test
    void a_file_that_can_not_be_read_is_told_as_that() throws Exception {
        Files.createDirectory(directory.resolve("accounts"));
        ActorRef<Accounts.Command> accounts = accounts(true, MANY);
        assertThat(logIn(accounts, new Credentials.Password("alice", "secret")))
                .isInstanceOf(AccountAnswer.NotNow.class);
    }
}
