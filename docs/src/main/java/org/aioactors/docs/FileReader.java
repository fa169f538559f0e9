// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioRequests;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.NativeMemory;

/** Reads the beginning of a file on an event loop, which goes on meanwhile. */
final class FileReader {
    private final AioRequests requests;
    private final NativeMemory memory;

    FileReader(AioContext context, NativeMemory memory) {
        this.requests = context.requests();
        this.memory = memory;
    }

    void read(String path, Consumer<String> listener) {
        requests.files().openat(Fcntl.AT_FDCWD, path, Fcntl.O_RDONLY, 0, (fd, flags) -> {
            if (fd >= 0) {
                readAndClose(fd, path, listener);
            } else {
                listener.accept(path + ": " + Errno.describe(-fd));
            }
        });
    }

    private void readAndClose(int fd, String path, Consumer<String> listener) {
        requests.files().read(fd, memory, 0, (int) memory.size(), 0, (length, flags) -> {
            listener.accept(length >= 0 ? text(length) : path + ": " + Errno.describe(-length));
            requests.files().close(fd, (result, closeFlags) -> {});
        });
    }

    private String text(int length) {
        ByteBuffer bytes = memory.buffer().duplicate().position(0).limit(length);
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    public static void main(String[] args) {
        try (AioContext context =
                        AioContext.builder().fdMonitor(FdMonitorKind.IO_URING).build();
                NativeMemory memory = NativeMemory.allocate(4096)) {
            new FileReader(context, memory).read("/etc/hostname", System.out::println);
            while (context.requests().outstanding() > 0) {
                context.poll(true);
            }
        }
    }
}
