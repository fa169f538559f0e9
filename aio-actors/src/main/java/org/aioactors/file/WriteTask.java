// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.util.ByteString;
import java.nio.ByteBuffer;
import java.util.List;
import org.aioactors.aio.AioFiles;
import org.aioactors.aio.linux.NativeMemory;
import org.jspecify.annotations.Nullable;

/** Writes until the kernel has taken all. */
final class WriteTask extends TransferTask {
    /** At the end of a file that was opened for appending. */
    private static final long AT_END = AioFiles.CURRENT_POSITION;

    private final long position;
    private final List<ByteString> parts;
    private final Fs.FileCommand request;

    private WriteTask(
            OpenFile file, Fs.FileCommand request, String call, long position, List<ByteString> parts, int length) {
        super(file, request, call, length, position != AT_END);
        this.request = request;
        this.position = position;
        this.parts = parts;
    }

    static WriteTask of(OpenFile file, Fs.Write write) {
        return new WriteTask(
                file,
                write,
                "write",
                write.position(),
                List.of(write.data()),
                write.data().size());
    }

    /** All parts are copied once in any case, so that one write takes them. */
    static WriteTask of(OpenFile file, Fs.WriteVectored write, int length) {
        return new WriteTask(file, write, "writev", write.position(), write.parts(), length);
    }

    static WriteTask of(OpenFile file, Fs.Append append) {
        return new WriteTask(
                file,
                append,
                "write",
                AT_END,
                List.of(append.data()),
                append.data().size());
    }

    @Override
    void fill(NativeMemory used, int from) {
        ByteBuffer target = used.buffer().duplicate().position(from);
        for (ByteString part : parts) {
            for (ByteBuffer piece : part.getByteBuffers()) {
                target.put(piece);
            }
        }
    }

    @Override
    void transfer(NativeMemory used, int from, int left, int already) {
        long at = position == AT_END ? AT_END : position + already;
        file.kernel().write(file.fd(), used, from, left, at, this);
    }

    @Override
    boolean isEnd(int result) {
        return false;
    }

    @Override
    Fs.Answer answer(@Nullable NativeMemory used, int from, int count) {
        return new Fs.Written(request, count);
    }
}
