// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import java.util.ArrayList;
import java.util.List;

/** What the server says that it can do: numeric 005. */
public final class Isupport {
    /** A line has at most 15 parameters: the nickname, the text, and these. */
    private static final int TOKENS_A_LINE = 13;

    private Isupport() {}

    /** All tokens, in the order of their names. */
    public static List<String> tokens(String network, Limits limits) {
        return List.of(
                "AWAYLEN=" + limits.away(),
                "BOT=B",
                "CASEMAPPING=ascii",
                "CHANLIMIT=#:" + limits.channels(),
                "CHANMODES=" + ModeParser.LISTS + ',' + ModeParser.ALWAYS + ',' + ModeParser.WHEN_SET + ','
                        + ModeParser.FLAGS,
                "CHANNELLEN=" + limits.channel(),
                "CHANTYPES=#",
                "CHATHISTORY=" + limits.history(),
                "ELIST=CMNTU",
                "EXCEPTS=e",
                "HOSTLEN=" + limits.host(),
                "INVEX=I",
                "KEYLEN=" + limits.key(),
                "KICKLEN=" + limits.reason(),
                "LINELEN=" + LineReader.MAX_LINE_BYTES,
                "MAXLIST=" + ModeParser.LISTS + ':' + limits.listEntries(),
                "MAXTARGETS=" + limits.targets(),
                "MODES=" + limits.modes(),
                "MONITOR=" + limits.monitor(),
                "MSGREFTYPES=timestamp,msgid",
                "NAMELEN=" + limits.realName(),
                "NETWORK=" + escaped(network),
                "NICKLEN=" + limits.nick(),
                "PREFIX=(" + ModeParser.MEMBERS + ')' + ModeParser.PREFIXES,
                "SAFELIST",
                "STATUSMSG=" + ModeParser.PREFIXES,
                "TARGMAX=JOIN:,KICK:1,LIST:,NAMES:,NOTICE:" + limits.targets() + ",PART:,PRIVMSG:" + limits.targets()
                        + ",TAGMSG:" + limits.targets() + ",WHOIS:1",
                "TOPICLEN=" + limits.topic(),
                "USERLEN=" + limits.user(),
                "UTF8ONLY",
                "WHOX");
    }

    /** The tokens of one numeric after the other. */
    public static List<Reply> replies(List<String> tokens) {
        List<Reply> replies = new ArrayList<>();
        for (int from = 0; from < tokens.size(); from += TOKENS_A_LINE) {
            List<String> some = tokens.subList(from, Math.min(tokens.size(), from + TOKENS_A_LINE));
            replies.add(Reply.of(Numeric.RPL_ISUPPORT, some.toArray(String[]::new)));
        }
        return replies;
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\x5C").replace(" ", "\\x20").replace("=", "\\x3D");
    }
}
