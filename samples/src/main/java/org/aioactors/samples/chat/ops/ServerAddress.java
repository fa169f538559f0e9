// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.ops;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server is reached by the others of its network.
 *
 * @param host a name or an address, of IPv6 with its brackets; in lower case, since Akka tells servers apart by it
 */
public record ServerAddress(String host, int port) implements Comparable<ServerAddress> {
    private static final Pattern FORM = Pattern.compile("([\\w.-]+|\\[[\\p{XDigit}:.]+]):(\\d{1,5})");

    /**
     * Of {@code HOST:PORT}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static ServerAddress parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text.strip()
                    + "' is not of the form HOST:PORT, such as 192.0.2.1:2551 or [2001:db8::1]:2551");
        }
        int port = Integer.parseInt(form.group(2));
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(
                    text.strip() + ": the port must be 1 to 65535, and the others have to know it");
        }
        return new ServerAddress(form.group(1).toLowerCase(Locale.ROOT), port);
    }

    /** By the alphabet: the same order on all servers. */
    @Override
    public int compareTo(ServerAddress other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
