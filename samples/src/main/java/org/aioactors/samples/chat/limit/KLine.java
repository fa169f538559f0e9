// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.limit;

import java.net.InetAddress;
import java.util.Objects;
import org.aioactors.samples.chat.irc.Mask;
import org.jspecify.annotations.Nullable;

/**
 * Who is not welcome, and why. In the file it is a line: {@code USER@HOST SET-MS END-MS BY REASON}.
 *
 * @param mask {@code user@host}, both with {@code *} and {@code ?}; the host may be an address or a range of them, such as {@code
 *     10.0.0.0/8}
 * @param setMs when it was set, in milliseconds since the epoch
 * @param endMs when it ends; 0 if never
 * @param by the nickname of who has set it
 * @param reason for who is refused
 */
public record KLine(String mask, long setMs, long endMs, String by, String reason) {
    private static final int FIELDS = 5;

    /** A mask must have so many characters that are no wildcards: one slip of the finger must not shut out everybody. */
    private static final int MIN_PLAIN = 4;

    /** The least bits of a range: the same for addresses. */
    private static final int MIN_PREFIX = 8;

    /**
     * Completes the mask: a host alone is one of all users.
     *
     * @throws IllegalArgumentException if it can't be one, or means nearly everybody
     */
    public KLine {
        if (mask.indexOf('@') < 0) {
            mask = "*@" + mask;
        }
        String user = mask.substring(0, mask.indexOf('@'));
        String host = mask.substring(user.length() + 1);
        if (user.isEmpty() || host.isEmpty() || host.indexOf('@') >= 0 || !mask.matches("[^\\s!]+")) {
            throw new IllegalArgumentException(mask + " is not of the form user@host");
        }
        AddressRange range = AddressRange.parse(host);
        boolean wide = range == null
                ? mask.chars().filter(c -> "*?@.:".indexOf(c) < 0).count() < MIN_PLAIN
                : range.prefix() < MIN_PREFIX;
        if (wide) {
            throw new IllegalArgumentException(mask + " would shut out nearly everybody");
        }
    }

    /**
     * From a line of the file.
     *
     * @throws IllegalArgumentException if it is none
     */
    static KLine parse(String line) {
        String[] fields = line.strip().split("\\s+", FIELDS);
        if (fields.length < FIELDS - 1 || !fields[1].matches("\\d{1,18}") || !fields[2].matches("\\d{1,18}")) {
            throw new IllegalArgumentException("is not of the form USER@HOST SET-MS END-MS BY REASON");
        }
        String reason = fields.length == FIELDS ? fields[4] : "";
        return new KLine(fields[0], Long.parseLong(fields[1]), Long.parseLong(fields[2]), fields[3], reason);
    }

    /** As it stands in the file. */
    String line() {
        return mask + " " + setMs + " " + endMs + " " + by + " " + reason.replaceAll("\\R", " ");
    }

    /** Whether it counts at that time. */
    public boolean isInForce(long nowMs) {
        return endMs == 0 || nowMs < endMs;
    }

    /** Makes what compares users with it; that is made once, and used often. */
    Matcher matcher() {
        String user = mask.substring(0, mask.indexOf('@'));
        String host = mask.substring(user.length() + 1);
        return new Matcher(this, Mask.glob(user), Mask.glob(host), AddressRange.parse(host));
    }

    /**
     * Compares users with a K-line.
     *
     * @param range null if the host is a name, or has wildcards
     */
    record Matcher(
            KLine line, Mask user, Mask host, @Nullable AddressRange range) {
        boolean matches(String userName, String hostName, InetAddress address) {
            if (!user.matches(userName)) {
                return false;
            }
            boolean inRange = range != null && range.contains(address);
            return inRange || host.matches(hostName) || host.matches(Objects.requireNonNull(address.getHostAddress()));
        }
    }
}
