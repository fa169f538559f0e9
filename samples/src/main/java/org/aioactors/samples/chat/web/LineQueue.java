// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat.web;

import akka.util.ByteString;
import java.util.ArrayDeque;
import java.util.Queue;
import org.aioactors.net.Tcp;
import org.jspecify.annotations.Nullable;

/**
 * What a client is to be sent, as lines. Refuses what is too much, and all that comes then until it is asked to go on, as {@link
 * Tcp.WriteCommand} has it. The stage only.
 */
final class LineQueue {
    /** What a line takes beside its bytes. */
    private static final int LINE_OVERHEAD = 128;

    /** A line without its end, and what is to be acknowledged behind it. */
    record Line(ByteString bytes, @Nullable Object ack) {}

    private final int most;
    private final Queue<Line> lines = new ArrayDeque<>();
    private int pending;
    private boolean refusing;
    private boolean resumeAsked;

    LineQueue(int most) {
        this.most = most;
    }

    /** Takes all of it, or none and says why. */
    @Nullable String offer(Tcp.WriteCommand command) {
        if (refusing) {
            return "an earlier write was refused";
        }
        int size = 0;
        for (Tcp.SimpleWrite write : writes(command)) {
            if (!(write instanceof Tcp.Write bytes)) {
                return "not for a WebSocket: " + write;
            }
            size += bytes.data().size();
        }
        if (pending + size > most) {
            refusing = true;
            return pending + " bytes are unsent, and at most " + most + " may be";
        }
        for (Tcp.SimpleWrite write : writes(command)) {
            add(((Tcp.Write) write).data(), write.ack());
        }
        return null;
    }

    private static Iterable<? extends Tcp.SimpleWrite> writes(Tcp.WriteCommand command) {
        return command instanceof Tcp.CompoundWrite several
                ? several.writes()
                : java.util.List.of((Tcp.SimpleWrite) command);
    }

    private void add(ByteString data, @Nullable Object ack) {
        ByteString rest = data;
        for (int end = rest.indexOf('\n'); end >= 0 && end < rest.size() - 1; end = rest.indexOf('\n')) {
            add(new Line(withoutEnd(rest.take(end + 1)), null));
            rest = rest.drop(end + 1);
        }
        add(new Line(withoutEnd(rest), ack));
    }

    private void add(Line line) {
        lines.add(line);
        pending += line.bytes().size() + LINE_OVERHEAD;
    }

    /** Without CR and LF at the end. */
    static ByteString withoutEnd(ByteString line) {
        int size = line.size();
        while (size > 0 && (line.apply(size - 1) == '\n' || line.apply(size - 1) == '\r')) {
            size--;
        }
        return line.take(size);
    }

    /** The next line; there must be one. */
    Line poll() {
        Line line = lines.remove();
        pending -= line.bytes().size() + LINE_OVERHEAD;
        return line;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    void clear() {
        lines.clear();
        pending = 0;
    }

    void resume() {
        resumeAsked = true;
    }

    /** Whether writes are accepted again, which is to be told once. */
    boolean resumed() {
        if (!resumeAsked || pending > most / 2) {
            return false;
        }
        resumeAsked = false;
        refusing = false;
        return true;
    }
}
