// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.aioactors.samples.bench.irc.IrcServers;
import org.aioactors.samples.chat.contract.IrcClient;
import org.aioactors.samples.chat.contract.ServerUnderTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * irssi, WeeChat and netcat in one channel with a plain socket. Needs tmux and what it starts, and is skipped without:
 * {@code apt-get install irssi weechat-curses tmux netcat-openbsd}.
 */
@Tag("clients")
class RealClientsTest {
    /** How the first line of a server's greeting begins, on servers of all kinds. */
    private static final String WELCOME = "Welcome to";

    @TempDir
    @Nullable Path folder;

    private @Nullable ServerUnderTest server;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        installed("tmux");
        server = ServerUnderTest.start(folder, "");
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private static Path installed(String program) {
        assumeTrue(IrcServers.installed(program).isPresent(), () -> program + " is not installed");
        return IrcServers.installed(program).orElseThrow();
    }

    private Path home(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    private InetSocketAddress address() {
        return server.address();
    }

    private String port() {
        return Integer.toString(address().getPort());
    }

    private Tmux irssi(String nick) throws IOException, InterruptedException {
        Path home = home(nick);
        Tmux irssi = Tmux.start(
                home,
                installed("irssi").toString(),
                "--home=" + home,
                "--connect=127.0.0.1",
                "--port=" + port(),
                "--nick=" + nick);
        irssi.see(WELCOME);
        return irssi;
    }

    private Tmux weeChat(String nick) throws IOException, InterruptedException {
        Path home = home(nick);
        Tmux weeChat = Tmux.start(
                home,
                installed("weechat-curses").toString(),
                "--dir",
                home.toString(),
                "--run-command",
                "/server add here 127.0.0.1/" + port(),
                "--run-command",
                "/set irc.server.here.nicks " + nick,
                "--run-command",
                "/set irc.look.smart_filter off",
                "--run-command",
                "/connect here");
        weeChat.see(WELCOME);
        return weeChat;
    }

    private Tmux netcat(String nick) throws IOException, InterruptedException {
        Tmux netcat = Tmux.start(home(nick), installed("nc").toString(), "-C", "127.0.0.1", port());
        netcat.type("NICK " + nick);
        netcat.type("USER " + nick + " 0 * :Net Cat");
        netcat.see(" 001 " + nick + " ");
        return netcat;
    }

    @Test
    void irssiTalksToAPlainSocket() throws IOException, InterruptedException {
        try (IrcClient plain = IrcClient.register(address(), "plain");
                Tmux irssi = irssi("irma")) {
            plain.send("JOIN #bar");
            plain.await("366 …*");
            plain.send("TOPIC #bar :Cheap drinks");
            plain.await("TOPIC …*");
            irssi.type("/join #bar");
            irssi.see("Topic for #bar: Cheap drinks");
            irssi.see("\\[@plain\\]");
            plain.await(":irma JOIN #bar");
            talk(irssi, plain, "irma");
        }
    }

    @Test
    void weeChatTalksToAPlainSocket() throws IOException, InterruptedException {
        try (IrcClient plain = IrcClient.register(address(), "plain");
                Tmux weeChat = weeChat("wanda")) {
            plain.send("JOIN #bar");
            plain.await("366 …*");
            plain.send("TOPIC #bar :Cheap drinks");
            plain.await("TOPIC …*");
            weeChat.type("/join #bar");
            weeChat.see("Topic for #bar is .Cheap drinks");
            weeChat.see("@plain");
            plain.await(":wanda JOIN #bar");
            talk(weeChat, plain, "wanda");
        }
    }

    /** What any client must do with a member who is an operator. */
    private static void talk(Tmux client, IrcClient plain, String nick) throws IOException, InterruptedException {
        client.type("Hello, all: ü €");
        plain.expect(":" + nick + " PRIVMSG #bar :Hello, all: ü €");
        plain.send("PRIVMSG #bar :Welcome, " + nick);
        client.see("plain.*Welcome, " + nick);
        client.type("/me waves");
        plain.expect(":" + nick + " PRIVMSG #bar :\u0001ACTION waves\u0001");
        plain.send("TOPIC #bar :Free drinks");
        plain.await("TOPIC …*");
        client.see("Free drinks");
        plain.send("NICK barkeeper");
        plain.expect(":plain NICK barkeeper");
        client.see("plain.*is now known as.*barkeeper");
        client.type("/nick guest");
        plain.expect(":" + nick + " NICK guest");
        client.see("now known as guest");
        plain.send("KICK #bar guest :We close");
        plain.await("KICK …*");
        client.see("kicked.*We close");
        client.type("/join #bar");
        plain.await(":guest JOIN #bar");
        client.type("/quit Good night");
        assertThat(plain.await(":guest QUIT …")).contains("Good night");
    }

    @Test
    void allAreInOneChannel() throws IOException, InterruptedException {
        try (Tmux irssi = irssi("irma");
                Tmux weeChat = weeChat("wanda");
                Tmux netcat = netcat("ned");
                IrcClient plain = IrcClient.register(address(), "plain")) {
            irssi.type("/join #bar");
            irssi.see("Irssi: #bar: Total of 1 nicks");
            weeChat.type("/join #bar");
            irssi.see("wanda .*has joined #bar");
            netcat.type("JOIN #bar");
            netcat.see(" 366 ned #bar ");
            plain.send("JOIN #bar");
            plain.await("366 …*");
            netcat.type("PRIVMSG #bar :From the pipe");
            irssi.see("ned.*From the pipe");
            weeChat.see("ned.*From the pipe");
            plain.expect(":ned PRIVMSG #bar :From the pipe");
            weeChat.type("From the parrot");
            irssi.see("wanda.*From the parrot");
            netcat.see(":wanda!.* PRIVMSG #bar :From the parrot");
            plain.expect(":wanda PRIVMSG #bar :From the parrot");
            irssi.type("/kick ned Too quiet");
            netcat.see(":irma!.* KICK #bar ned :Too quiet");
            weeChat.see("irma has kicked ned.*Too quiet");
            plain.expect(":irma KICK #bar ned :Too quiet");
            netcat.type("QUIT");
            weeChat.type("/quit So long");
            irssi.see("wanda .*has quit.*So long");
            assertThat(plain.await(":wanda QUIT …")).contains("So long");
        }
    }
}
