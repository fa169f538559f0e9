// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.chat;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** What a client asks for, line by line, made of the bytes it sends. Not thread-safe: an actor owns one. */
final class ClientLines {
    private final LineFramer framer;
    private final LineText text = new LineText();

    /** Creates one for a client that has sent nothing yet; lines are at most {@code maxLineBytes} long. */
    ClientLines(int maxLineBytes) {
        framer = new LineFramer(maxLineBytes);
    }

    /** Takes the next bytes that the client sent. */
    void append(ByteString data) {
        framer.append(data.toArrayUnsafe());
    }

    /** Returns how many bytes {@link #next()} has not looked at yet. */
    int pendingBytes() {
        return framer.pendingBytes();
    }

    /**
     * Returns what the next line asks for, or null until more is appended.
     *
     * @throws LineRefusedException if the line is too long or not UTF-8; nothing must be asked for afterwards
     */
    @Nullable ClientLine next() throws LineRefusedException {
        ByteBuffer line = framer.nextLine();
        try {
            return line == null ? null : ClientLine.parse(text.decode(line));
        } catch (CharacterCodingException e) {
            throw new LineRefusedException("not valid UTF-8");
        }
    }
}
