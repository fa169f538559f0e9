// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A conversation with a server: what clients say, and what each must then hear. Files hold several, each behind a line
 * {@code == title}; {@code --} begins a comment.
 *
 * <pre>
 *   needs cap batch echo-message     also: isupport WHOX, mode C, umode B, command HELP, default n, port tls
 *   differs ngircd: why              that server is known not to do so
 *   with small                       the server is one of ours, started with what small.conf, beside the scripts, adds
 *   server takes small               the same for a server that is running, which reads its configuration again
 *   alice, bob in #c                 they register if they have not yet, and join; what that made them hear is passed over
 *   alice caps batch echo-message    registers with capabilities
 *   alice raw                        connects, and does not register
 *   alice raw tls                    the same by TLS; also: raw tls rose, with a certificate of that name
 *   alice oper                       becomes an operator of the server
 *   alice &gt; PRIVMSG #c :Hello        says a line, and registers before if she has not yet
 *   bob &lt; :alice PRIVMSG #c :Hello   the next line that he hears; see {@link LinePattern}
 *   bob ~ 366 bob #c …               a line that he hears after some others
 *   bob !                            he has heard nothing more
 *   bob skips                        what else he hears before the answer to a ping is passed over
 *   bob ends                         the server closes his connection
 *   bob drops                        he closes it, without a word
 *   alice &gt; AUTHENTICATE {sasl bob pw}  an account and its password as SASL PLAIN has them
 *   alice &gt; OPER {operator}         the name and the password of an operator
 *   alice &gt; … msgid={msgid Hello}    the id of the message "Hello", which somebody has heard with its tags
 *   alice &gt; PRIVMSG bob :{300*x}     three hundred times x
 * </pre>
 *
 * <p>The names alice, bob, carol, dave and ghost, and those of channels, get a number behind them that no other script has. At
 * the end nobody who is there may have heard more than the script says.
 *
 * @param lines without comments and empty ones
 */
record Script(
        String file, String title, List<String> needs, List<String> differs, List<String> with, List<Line> lines) {
    /** The configuration that its server is to have; empty for the usual one. */
    String configuration() {
        return with.isEmpty() ? "" : with.get(0);
    }

    /** One line, with its number in its file. */
    record Line(int number, String text) {}

    /** All of a file that lies beside this class. */
    static List<Script> inFile(String file) throws IOException {
        List<Script> scripts = new ArrayList<>();
        try (InputStream stream = Objects.requireNonNull(Script.class.getResourceAsStream(file), file);
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            int number = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                number++;
                if (text.startsWith("== ")) {
                    scripts.add(new Script(
                            file,
                            text.substring(3),
                            new ArrayList<>(),
                            new ArrayList<>(),
                            new ArrayList<>(),
                            new ArrayList<>()));
                } else if (!text.isBlank() && !text.startsWith("--")) {
                    scripts.get(scripts.size() - 1).add(number, text.strip());
                }
            }
        }
        return scripts;
    }

    private void add(int number, String text) {
        if (text.startsWith("needs ")) {
            needs.add(text.substring("needs ".length()));
        } else if (text.startsWith("differs ")) {
            differs.add(text.substring("differs ".length()));
        } else if (text.startsWith("with ")) {
            with.add(text.substring("with ".length()));
        } else {
            lines.add(new Line(number, text));
        }
    }
}
