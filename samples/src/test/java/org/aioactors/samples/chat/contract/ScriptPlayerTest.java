// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.contract;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.aioactors.samples.bench.irc.FaultyIrc;
import org.junit.jupiter.api.Test;

/** A script passes with a server that does what it says, and fails with one that does less, more or something else. */
class ScriptPlayerTest {
    private static final List<String> HELLO =
            List.of("alice, bob in #c", "alice > PRIVMSG #c :Hello", "bob < :alice PRIVMSG #c :Hello", "alice !");

    private static void play(Function<String, List<String>> fault, List<String> lines) throws IOException {
        List<Script.Line> numbered = new ArrayList<>();
        for (String line : lines) {
            numbered.add(new Script.Line(numbered.size() + 1, line));
        }
        try (FaultyIrc irc = new FaultyIrc(fault);
                ScriptPlayer player = new ScriptPlayer(server(irc.address()))) {
            player.play(new Script("test.txt", "a test", List.of(), List.of(), List.of(), numbered));
        }
    }

    private static ServerUnderTest server(InetSocketAddress address) {
        return new ServerUnderTest() {
            @Override
            public String name() {
                return "faulty";
            }

            @Override
            public InetSocketAddress address() {
                return address;
            }

            @Override
            public String operator() {
                return "";
            }

            @Override
            public boolean mustHaveAll() {
                return true;
            }

            @Override
            public void close() {
                // the test's
            }
        };
    }

    private static Function<String, List<String>> messages(Function<String, List<String>> fault) {
        return line -> line.contains("PRIVMSG") ? fault.apply(line) : List.of(line);
    }

    @Test
    void whatIsSaidHappens() {
        assertThatCode(() -> play(List::of, HELLO)).doesNotThrowAnyException();
    }

    @Test
    void whatIsMissingFailsItByItsLine() {
        List<String> lines = new ArrayList<>(HELLO);
        lines.add(2, "alice > PRIVMSG #c :Bye"); // so that there is something to hear
        assertThatThrownBy(() -> play(line -> line.contains("Hello") ? List.of() : List.of(line), lines))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("test.txt, line 4: bob < ")
                .hasMessageContaining("Bye");
    }

    @Test
    void somethingElseFailsIt() {
        assertThatThrownBy(() -> play(messages(line -> List.of(line.replace("Hello", "Bye"))), HELLO))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("test.txt, line 3")
                .hasMessageContaining("Bye");
    }

    @Test
    void moreFailsItAtTheEnd() {
        assertThatThrownBy(() -> play(messages(line -> List.of(line, line)), HELLO))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("test.txt, at the end, bob")
                .hasMessageContaining("expected PONG");
    }

    @Test
    void aConnectionThatIsClosedFailsIt() {
        assertThatThrownBy(() -> play(messages(line -> null), HELLO))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("closed");
    }

    @Test
    void whatIsNoLineOfAScriptIsRefused() {
        assertThatThrownBy(() -> play(List::of, List.of("alice says hello")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not a line of a script");
    }
}
