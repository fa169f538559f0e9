// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.irc;

import akka.util.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.aioactors.net.Tcp;
import org.jspecify.annotations.Nullable;

/**
 * A line from the server, with tags of which each client gets those it can read.
 *
 * <p>The bytes are made once for each set of capabilities that makes a difference, and shared by all who have it: asking
 * again allocates nothing. A line longer than 512 bytes is cut, never inside a character. Not thread-safe: one loop's.
 */
public final class OutLine {
    /** Whose last parameter is a text or a list: it has a colon always, for programs that look for it. */
    private static final Set<String> TEXTS = Set.of(
            "PRIVMSG NOTICE WALLOPS ERROR QUIT TOPIC AWAY SETNAME 301 302 303 311 314 319 322 332 353 372 730 731 732"
                    .split(" ", -1));

    private static final long NO_TIME = Long.MIN_VALUE;

    private record Tag(long needs, String name, String value) {}

    /** The line without tags, with its ending. */
    private final byte[] body;

    /** But for the time. Empty and immutable until there is one. */
    private List<Tag> tags;

    /** When it happened; written as a text for those who want it. */
    private long timeMs = NO_TIME;

    /** The capabilities that make a difference. */
    private long relevant;

    /** For each of these sets of relevant capabilities there is a write at the same place. */
    private long[] known = new long[1];

    private Tcp.@Nullable Write[] writes = new Tcp.@Nullable Write[1];
    private int count;

    private OutLine(byte[] body, List<Tag> tags, long relevant) {
        this.body = body;
        this.tags = tags;
        this.relevant = relevant;
    }

    /**
     * A line without tags.
     *
     * @param source who it is from, or null
     * @param params the last one may have spaces, be empty or start with a colon; another that does is replaced by {@code *}
     */
    public static OutLine of(@Nullable String source, String command, List<String> params) {
        StringBuilder line = new StringBuilder(128);
        if (source != null) {
            line.append(':').append(source).append(' ');
        }
        line.append(command);
        for (int i = 0; i < params.size(); i++) {
            String param = params.get(i);
            boolean last = i == params.size() - 1;
            boolean plain = isPlain(param);
            if (last) {
                line.append(plain && !TEXTS.contains(command) ? " " : " :").append(param);
            } else {
                line.append(' ').append(plain ? param : "*");
            }
        }
        return new OutLine(encoded(line), List.of(), 0);
    }

    /** Another line of the same text with the same tags, to which more can be added. */
    public OutLine copy() {
        OutLine copy = new OutLine(body, tags.isEmpty() ? List.of() : new ArrayList<>(tags), relevant);
        copy.timeMs = timeMs;
        return copy;
    }

    /** When it happened, in milliseconds since the epoch. */
    public OutLine time(long epochMs) {
        adding("time", Capability.SERVER_TIME);
        timeMs = epochMs;
        return this;
    }

    /** The message's name. */
    public OutLine msgid(String id) {
        return tag(Capability.MESSAGE_TAGS, "msgid", id);
    }

    /** What the sender is logged in as; nothing if null. */
    public OutLine account(@Nullable String account) {
        return account == null ? this : tag(Capability.ACCOUNT_TAG, "account", account);
    }

    /** That the sender says to be a bot. */
    public OutLine bot() {
        return tag(Capability.MESSAGE_TAGS, "bot", "");
    }

    /** That it answers the command with this label. */
    public OutLine label(String label) {
        return tag(Capability.LABELED_RESPONSE, "label", label);
    }

    /** That it belongs to a batch. */
    public OutLine batch(String reference) {
        return tag(Capability.BATCH, "batch", reference);
    }

    /** Whether it belongs to a batch. */
    public boolean isInBatch() {
        return (relevant & Capability.BATCH.bit()) != 0;
    }

    /** Those tags of a client's line that are for other clients; the others are left out. */
    public OutLine clientTags(Map<String, String> clientTags) {
        clientTags.forEach((name, value) -> {
            if (Tags.isClientOnly(name)) {
                tag(Capability.MESSAGE_TAGS, name, value);
            }
        });
        return this;
    }

    private OutLine tag(Capability needs, String name, String value) {
        adding(name, needs);
        if (tags.isEmpty()) {
            tags = new ArrayList<>(2);
        }
        tags.add(new Tag(needs.bit(), name, value));
        return this;
    }

    private void adding(String name, Capability needs) {
        if (count > 0) {
            throw new IllegalStateException("the line has been written already; add the tag " + name + " to a copy");
        }
        relevant |= needs.bit();
    }

    /** What to tell a connection whose client has these capabilities; the same object for all that get the same bytes. */
    public Tcp.Write write(long caps) {
        long key = caps & relevant;
        for (int i = 0; i < count; i++) {
            Tcp.Write write = writes[i];
            if (known[i] == key && write != null) {
                return write;
            }
        }
        Tcp.Write write = Tcp.Write.of(ByteString.fromArrayUnsafe(bytes(key)));
        if (count == known.length) {
            known = Arrays.copyOf(known, 2 * count);
            writes = Arrays.copyOf(writes, 2 * count);
        }
        known[count] = key;
        writes[count] = write;
        count++;
        return write;
    }

    private byte[] bytes(long caps) {
        StringBuilder text = new StringBuilder();
        if (timeMs != NO_TIME && Capability.SERVER_TIME.in(caps)) {
            Tags.append(text, "time", ServerTime.format(timeMs));
        }
        for (Tag tag : tags) {
            if ((tag.needs & caps) != 0) {
                Tags.append(text, tag.name, tag.value);
            }
        }
        if (text.length() == 0) {
            return body;
        }
        byte[] front = text.insert(0, '@').append(' ').toString().getBytes(StandardCharsets.UTF_8);
        byte[] line = Arrays.copyOf(front, front.length + body.length);
        System.arraycopy(body, 0, line, front.length, body.length);
        return line;
    }

    private static byte[] encoded(StringBuilder line) {
        byte[] bytes = line.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LineReader.MAX_LINE_BYTES) {
            return bytes;
        }
        int length = Names.utf8Boundary(bytes, LineReader.MAX_BODY_BYTES);
        byte[] cut = Arrays.copyOf(bytes, length + 2);
        cut[length] = '\r';
        cut[length + 1] = '\n';
        return cut;
    }

    private static boolean isPlain(String param) {
        return !param.isEmpty() && param.charAt(0) != ':' && param.indexOf(' ') < 0;
    }
}
