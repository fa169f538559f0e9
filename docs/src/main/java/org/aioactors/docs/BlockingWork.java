// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioFiles;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.NativeMemory;

/** Looks up names and reads files on an event loop, which goes on meanwhile, on every kernel. */
final class BlockingWork {
    private final AioContext context;
    private final NativeMemory memory;

    BlockingWork(AioContext context, NativeMemory memory) {
        this.context = context;
        this.memory = memory;
    }

    void lookUp(String host, Consumer<String> listener) {
        context.offload(
                "look up " + host,
                () -> InetAddress.getByName(host), // may block for seconds, on another thread
                (address, failure) ->
                        listener.accept(address != null ? address.getHostAddress() : String.valueOf(failure)));
    }

    void read(String path, Consumer<String> listener) {
        AioFiles files = context.files();
        files.open(path, Fcntl.O_RDONLY, 0, (fd, flags) -> {
            if (fd < 0) {
                listener.accept(path + ": " + Errno.describe(-fd));
                return;
            }
            files.read(fd, memory, 0, (int) memory.size(), 0, (length, readFlags) -> {
                listener.accept(length >= 0 ? text(length) : path + ": " + Errno.describe(-length));
                files.close(fd, (result, closeFlags) -> {});
            });
        });
    }

    private String text(int length) {
        ByteBuffer bytes = memory.buffer().duplicate().position(0).limit(length);
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }
}
