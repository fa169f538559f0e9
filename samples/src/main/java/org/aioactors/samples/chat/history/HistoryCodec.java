// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.history;

import akka.util.ByteString;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages as records of a log: a byte that says what the record is, then the parts of the entry in their order, as {@link
 * DataOutputStream} writes them.
 */
final class HistoryCodec {
    /** The first record of each start. */
    static final ByteString START = ByteString.fromInts(0);

    private static final int MESSAGE = 1;

    /** What a record takes in the log beside its bytes. */
    private static final int FRAME = 8;

    /** The same, with the numbers and lengths of an entry. */
    private static final int FIXED = FRAME + 32;

    private HistoryCodec() {}

    /** How much of the log a record takes. */
    static int length(ByteString record) {
        return record.size() + FRAME;
    }

    /** About as much, without making the record. */
    static int estimate(HistoryEntry entry) {
        int bytes = FIXED
                + entry.msgid().length()
                + entry.conversation().length()
                + entry.target().length()
                + entry.source().length()
                + entry.command().length()
                + entry.text().length();
        for (Map.Entry<String, String> tag : entry.tags().entrySet()) {
            bytes += tag.getKey().length() + tag.getValue().length();
        }
        return bytes;
    }

    static ByteString encode(HistoryEntry entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(MESSAGE);
            out.writeLong(entry.timeMs());
            out.writeUTF(entry.msgid());
            out.writeUTF(entry.conversation());
            out.writeUTF(entry.target());
            out.writeUTF(entry.source());
            String account = entry.account();
            out.writeBoolean(account != null);
            out.writeUTF(account == null ? "" : account);
            out.writeUTF(entry.command());
            out.writeUTF(entry.text());
            out.writeInt(entry.tags().size());
            for (Map.Entry<String, String> tag : entry.tags().entrySet()) {
                out.writeUTF(tag.getKey());
                out.writeUTF(tag.getValue());
            }
        } catch (IOException longerThan64KiB) {
            throw new UncheckedIOException("a part of a message is too long to be kept", longerThan64KiB);
        }
        return ByteString.fromArrayUnsafe(bytes.toByteArray());
    }

    /** The message of a record; null if it is none, or one of a later version. */
    static @Nullable HistoryEntry decode(ByteString record) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(record.toArrayUnsafe()))) {
            if (in.readByte() != MESSAGE) {
                return null;
            }
            long timeMs = in.readLong();
            String msgid = in.readUTF();
            String conversation = in.readUTF();
            String target = in.readUTF();
            String source = in.readUTF();
            boolean hasAccount = in.readBoolean();
            String account = in.readUTF();
            String command = in.readUTF();
            String text = in.readUTF();
            Map<String, String> tags = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                tags.put(in.readUTF(), in.readUTF());
            }
            return new HistoryEntry(
                    conversation, target, source, hasAccount ? account : null, command, text, tags, msgid, timeMs);
        }
    }
}
