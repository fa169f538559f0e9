// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.util.ByteString;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.NativeMemory;
import org.jspecify.annotations.Nullable;

/** Reads until all is there, or the end of the file. */
final class ReadTask extends TransferTask {
    private final long position;
    private final Fs.FileCommand request;

    private ReadTask(OpenFile file, Fs.FileCommand request, String call, long position, int length) {
        super(file, request, call, length, true);
        this.request = request;
        this.position = position;
    }

    static ReadTask of(OpenFile file, Fs.Read read) {
        return new ReadTask(file, read, "read", read.position(), read.length());
    }

    /** Its parts follow one another in the file, so one read brings them, and is cut up without a copy. */
    static ReadTask of(OpenFile file, Fs.ReadVectored read) {
        int length = read.lengths().stream().mapToInt(Integer::intValue).sum();
        return new ReadTask(file, read, "readv", read.position(), length);
    }

    @Override
    void fill(NativeMemory used, int from) {}

    @Override
    void transfer(NativeMemory used, int from, int left, int already) {
        file.kernel().read(file.fd(), used, from, left, position + already, this);
    }

    /** Past the page cache the kernel reads less only at the end, and would refuse to be asked at a position in between. */
    @Override
    boolean isEnd(int result) {
        return result == 0 || file.isDirect();
    }

    @Override
    Fs.Answer answer(@Nullable NativeMemory used, int from, int count) {
        byte[] bytes = new byte[count];
        if (used != null) {
            used.buffer().get(from, bytes);
        }
        ByteString data = ByteString.fromArrayUnsafe(bytes);
        return request instanceof Fs.ReadVectored vectored
                ? new Fs.ReadVectoredDone(vectored, parts(data, vectored.lengths()))
                : new Fs.ReadDone((Fs.Read) request, data);
    }

    private static List<ByteString> parts(ByteString data, List<Integer> lengths) {
        List<ByteString> parts = new ArrayList<>(lengths.size());
        ByteString rest = data;
        for (int each : lengths) {
            parts.add(rest.take(each));
            rest = rest.drop(each);
        }
        return parts;
    }
}
