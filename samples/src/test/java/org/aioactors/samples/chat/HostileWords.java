// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import java.util.Random;

/** Lines of known commands with parameters that often make no sense. */
final class HostileWords {
    /** All but those that end the client or the server by right. */
    private static final String[] COMMANDS = """
            PASS NICK USER JOIN PART TOPIC NAMES LIST INVITE KICK MODE PRIVMSG NOTICE TAGMSG WHO WHOIS WHOWAS
            ISON USERHOST PING PONG AWAY MOTD LUSERS VERSION TIME ADMIN INFO HELP LINKS STATS REHASH WALLOPS CAP
            AUTHENTICATE REGISTER VERIFY CHATHISTORY MONITOR SETNAME UNKLINE BATCH ERROR X
            """.strip().split("\\s+", -1);

    private static final String[] WORDS = """
            #a #b #a,#b # &x @#a +#a @+#a other able hostile Other,able * ? 0 -1 2147483648 99999999999999999999
            + - +o -o +b +beIklimnst +k-l +v +: *!*@* a!b@c $a:x , ,, :: : ! @ = % \u0001VERSION\u0001 é
            \uD83D\uDE00 \u0003 LS 302 REQ END LIST PLAIN EXTERNAL AAAA = + LATEST BEFORE AROUND BETWEEN TARGETS
            AFTER timestamp=2026-01-01T00:00:00.000Z timestamp=x msgid= msgid=1 10 C S L %tcuhsnfdlaor,123 % o
            root secret chat.local x.y >5 <5 C>1 T<99999999999 !*x*
            """.strip().split("\\s+", -1);

    private final Random random;

    HostileWords(Random random) {
        this.random = random;
    }

    String line() {
        StringBuilder line = new StringBuilder();
        switch (random.nextInt(8)) {
            case 0 -> line.append("@label=").append(random.nextInt(10)).append(' ');
            case 1 ->
                line.append("@+x=")
                        .append(word())
                        .append(";+y;label=")
                        .append(random.nextInt(3))
                        .append(' ');
            case 2 -> line.append(':').append(word()).append(' ');
            default -> {}
        }
        line.append(COMMANDS[random.nextInt(COMMANDS.length)]);
        int params = random.nextInt(6);
        for (int i = 0; i < params; i++) {
            line.append(' ').append(word());
        }
        if (random.nextInt(4) == 0) {
            line.append(" :").append(random.nextBoolean() ? word() + ' ' + word() : word().repeat(60));
        }
        return line.toString();
    }

    private String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }
}
