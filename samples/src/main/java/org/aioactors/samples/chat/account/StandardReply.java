// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.account;

import java.util.List;

/**
 * A line for the client from the server that is no numeric (IRCv3 standard replies, and their like).
 *
 * @param command such as {@code FAIL}
 * @param parameters the last one is a text for a person
 */
public record StandardReply(String command, List<String> parameters) {
    /** Copies the list. */
    public StandardReply {
        parameters = List.copyOf(parameters);
    }

    static StandardReply of(String command, String... parameters) {
        return new StandardReply(command, List.of(parameters));
    }
}
