// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.contract;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a server says it has: its capabilities, its modes, the tokens of ISUPPORT, its commands. */
final class ServerFacts {
    private final Set<String> facts = new HashSet<>();
    private final InetSocketAddress server;

    private ServerFacts(InetSocketAddress server) {
        this.server = server;
    }

    /** Asks it; blocks. */
    static ServerFacts of(ServerUnderTest server) throws IOException {
        ServerFacts facts = new ServerFacts(server.address());
        if (server.hasTls()) {
            facts.facts.add("port tls");
        }
        try (IrcClient client = IrcClient.connect(server.address())) {
            client.send("CAP LS 302");
            client.send("NICK facts");
            client.send("USER facts 0 * :Facts");
            String line = client.await("CAP|421|451|PING …*");
            while (line.contains(" LS ")) {
                facts.addCapabilities(line.substring(line.lastIndexOf(':') + 1));
                line = line.contains(" LS * ") ? client.await("CAP …*") : "";
            }
            client.send("CAP END");
            facts.addModes(client.await("004 …*").split(" ", -1));
            line = client.await("005|251 …*");
            while (line.contains(" 005 ")) {
                facts.addTokens(line.split(" ", -1));
                line = client.await("005|251 …*");
            }
            client.await("376|422 …*");
            client.send("JOIN #facts");
            client.await("366 …*");
            client.send("MODE #facts");
            facts.addDefaults(client.await("324 …*").split(" ", -1)[4]);
        }
        return facts;
    }

    private void addCapabilities(String names) {
        for (String name : names.split(" ", -1)) {
            facts.add("cap " + name.split("=", 2)[0]);
        }
    }

    private void addDefaults(String modes) {
        for (String mode : modes.substring(modes.startsWith(":") ? 2 : 1).split("", -1)) {
            facts.add("default " + mode);
        }
    }

    /** From the fourth numeric: nick, server, version, modes of users, modes of channels. */
    private void addModes(String... words) {
        for (String mode : words[5].split("", -1)) {
            facts.add("umode " + mode);
        }
        for (String mode : words[6].split("", -1)) {
            facts.add("mode " + mode);
        }
    }

    private void addTokens(String... words) {
        for (String word : List.of(words).subList(3, words.length)) {
            facts.add("isupport " + word.split("=", 2)[0]);
        }
    }

    /**
     * What of a need the server does not have; null if it has all.
     *
     * @param need for example {@code cap batch echo-message}, {@code isupport WHOX}, {@code mode C},
     *     {@code command HELP}, {@code default n} for the modes of new channels, {@code port tls}
     */
    @Nullable String missing(String need) throws IOException {
        String[] words = need.split(" ", -1);
        for (String word : List.of(words).subList(1, words.length)) {
            String fact = words[0] + " " + word;
            boolean there = words[0].equals("command") ? hasCommand(word) : facts.contains(fact);
            if (!there) {
                return fact;
            }
        }
        return null;
    }

    private boolean hasCommand(String command) throws IOException {
        if (facts.contains("command " + command)) {
            return true;
        }
        try (IrcClient client = IrcClient.register(server, "facts" + command.toLowerCase(Locale.ROOT))) {
            client.send(command);
            client.send("PING facts");
            boolean there = !client.await("421|PONG …*").contains(" 421 ");
            if (there) {
                facts.add("command " + command);
            }
            return there;
        }
    }
}
