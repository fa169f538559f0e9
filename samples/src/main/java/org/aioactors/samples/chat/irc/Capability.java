// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The capabilities of IRCv3 that clients can ask for. A set of them is a {@code long}, one {@link #bit} each. */
public enum Capability {
    ACCOUNT_NOTIFY("account-notify"),
    ACCOUNT_REGISTRATION("draft/account-registration"),
    ACCOUNT_TAG("account-tag"),
    AWAY_NOTIFY("away-notify"),
    BATCH("batch"),
    CAP_NOTIFY("cap-notify"),
    CHATHISTORY("draft/chathistory"),
    CHGHOST("chghost"),
    ECHO_MESSAGE("echo-message"),
    EVENT_PLAYBACK("draft/event-playback"),
    EXTENDED_JOIN("extended-join"),
    EXTENDED_MONITOR("extended-monitor"),
    INVITE_NOTIFY("invite-notify"),
    LABELED_RESPONSE("labeled-response"),
    MESSAGE_TAGS("message-tags"),
    MULTI_PREFIX("multi-prefix"),
    SASL("sasl"),
    SERVER_TIME("server-time"),
    SETNAME("setname"),
    STANDARD_REPLIES("standard-replies"),
    /** Says something, and cannot be asked for. */
    STS("sts"),
    USERHOST_IN_NAMES("userhost-in-names");

    private final String capName;

    Capability(String capName) {
        this.capName = capName;
    }

    /** Its name in {@code CAP}. */
    public String capName() {
        return capName;
    }

    /** Itself alone as a set. */
    @SuppressWarnings("EnumOrdinal") // no set outlives the process
    public long bit() {
        return 1L << ordinal();
    }

    /** Whether it is in a set. */
    public boolean in(long set) {
        return (set & bit()) != 0;
    }

    /** All as a set. */
    public static long all() {
        return set(values());
    }

    /** These as a set. */
    public static long set(Capability... capabilities) {
        return Arrays.stream(capabilities).mapToLong(Capability::bit).reduce(0, (a, b) -> a | b);
    }

    /** What a {@code CAP REQ} asks for: what to switch on and what to switch off. */
    public record Request(long add, long remove) {
        /** The set after it. */
        public long applied(long set) {
            return (set | add) & ~remove;
        }
    }

    /**
     * Reads the last parameter of {@code CAP REQ}.
     *
     * @param offered what this client may ask for
     * @return empty if one of them is not offered: then nothing of the request happens
     */
    public static Optional<Request> parse(String request, long offered) {
        long add = 0;
        long remove = 0;
        for (String word : request.split(" ", -1)) {
            boolean minus = word.startsWith("-");
            long bit = bitOf(minus ? word.substring(1) : word) & offered & ~STS.bit();
            if (bit == 0 && !word.isEmpty()) {
                return Optional.empty();
            }
            add = minus ? add & ~bit : add | bit;
            remove = minus ? remove | bit : remove & ~bit;
        }
        return Optional.of(new Request(add, remove));
    }

    private static long bitOf(String name) {
        for (Capability capability : values()) {
            if (capability.capName.equals(name)) {
                return capability.bit();
            }
        }
        return 0;
    }

    /** The names of a set as the last parameter of {@code CAP LS} or {@code CAP LIST}, for clients before version 302. */
    public static String listing(long set) {
        return listing302(set & ~STS.bit(), Map.of(), Integer.MAX_VALUE).get(0);
    }

    /**
     * The names of a set with their values, for clients of version 302.
     *
     * @param values what stands behind a {@code =}, such as {@code PLAIN,EXTERNAL} of {@link #SASL}; those that have any
     * @param maxBytes how much room a line has for them
     * @return the last parameters of one {@code CAP LS} after the other; at least one, which may be empty. All but the last
     *     have a {@code *} in front of them
     */
    public static List<String> listing302(long set, Map<Capability, String> values, int maxBytes) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (Capability capability : values()) {
            if (capability.in(set)) {
                String value = values.get(capability);
                String word = capability.capName + (value == null ? "" : "=" + value);
                if (line.length() > 0 && line.length() + 1 + word.length() > maxBytes) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.length() > 0 ? " " : "").append(word);
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
