// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import java.util.List;
import java.util.stream.Stream;

/**
 * A numeric for a client, without the client's nickname, which is put in front.
 *
 * @param numeric which
 * @param parameters all the others, its text included; the last one may have spaces
 */
public record Reply(Numeric numeric, List<String> parameters) {
    /** Copies the parameters. */
    public Reply {
        parameters = List.copyOf(parameters);
    }

    /** With the numeric's own text behind the parameters, if it has one. */
    public static Reply of(Numeric numeric, String... parameters) {
        String text = numeric.text();
        return new Reply(
                numeric,
                text.isEmpty()
                        ? List.of(parameters)
                        : Stream.concat(Stream.of(parameters), Stream.of(text)).toList());
    }

    /** With these parameters alone. */
    public static Reply with(Numeric numeric, String... parameters) {
        return new Reply(numeric, List.of(parameters));
    }

    /** The line. The nickname is {@code *} for a client that has none yet. */
    public OutLine line(String server, String nick) {
        return OutLine.of(
                server,
                numeric.digits(),
                Stream.concat(Stream.of(nick), parameters.stream()).toList());
    }
}
