// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import org.aioactors.aio.linux.FileIo;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file that is to be encrypted: read off the loop, a piece at a time, and not ahead of what is sent. Owns the
 * file. Loop thread only.
 */
final class TlsFile {
    /** Large enough that a hop to another thread costs little against it. */
    static final int PIECE_BYTES = 128 * 1024;

    private final Syscalls syscalls;
    private final OffLoop offLoop;
    private final Outgoing.FilePart part;

    /** Called when there is a piece, or a failure. */
    private final Runnable onPiece;

    private ByteString piece = ByteString.emptyByteString();
    private long readBytes;

    /** Another thread reads: the file must stay open. */
    private boolean reading;

    private boolean closed;
    private @Nullable String failure;

    TlsFile(Syscalls syscalls, OffLoop offLoop, Outgoing.FilePart part, Runnable onPiece) {
        this.syscalls = syscalls;
        this.offLoop = offLoop;
        this.part = part;
        this.onPiece = onPiece;
    }

    /** Whether all of it was read and taken. */
    boolean isDone() {
        return piece.isEmpty() && readBytes == part.length();
    }

    /** Why it can't be read; null if it can. */
    @Nullable String failure() {
        return failure;
    }

    /** What was read and not taken; if that is nothing, the next piece is on its way. */
    ByteString piece() {
        if (piece.isEmpty() && !reading && !isDone() && failure == null) {
            reading = true;
            long position = part.position() + readBytes;
            int length = (int) Math.min(PIECE_BYTES, part.length() - readBytes);
            offLoop.call(() -> read(position, length), this::wasRead);
        }
        return piece;
    }

    void take(int bytes) {
        piece = piece.drop(bytes);
    }

    /** Another thread. */
    private ByteString read(long position, int length) {
        try (NativeMemory memory = NativeMemory.allocate(length)) {
            int fd = part.file().value();
            long count = FileIo.read(syscalls, fd, memory.address(), length, position);
            byte[] bytes = new byte[(int) SyscallException.check(count, "pread", fd)];
            memory.buffer().get(0, bytes);
            return ByteString.fromArrayUnsafe(bytes);
        }
    }

    private void wasRead(@Nullable ByteString bytes, @Nullable Throwable thrown) {
        reading = false;
        if (closed) {
            part.file().close();
            return;
        }
        if (bytes == null) {
            failure = String.valueOf(thrown == null ? null : thrown.getMessage());
        } else if (bytes.isEmpty()) {
            failure = "pread(fd=" + part.file().value() + "): the file is shorter than was to be written";
        } else {
            readBytes += bytes.size();
            piece = bytes;
        }
        onPiece.run();
    }

    /** Closes the file; not under the hands of who reads it. Idempotent. */
    void close() {
        if (!closed) {
            closed = true;
            if (!reading) {
                part.file().close();
            }
        }
    }
}
