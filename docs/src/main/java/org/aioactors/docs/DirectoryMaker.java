// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.aioactors.aio.AioRequests;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.NativeMemory;

/** Makes directories on an event loop, by an operation of io_uring that has no method. */
final class DirectoryMaker {
    private static final int IORING_OP_MKDIRAT = 37;

    private final AioRequests requests;

    DirectoryMaker(AioRequests requests) {
        this.requests = requests;
    }

    void make(String path, Consumer<String> listener) {
        byte[] bytes = (path + "\0").getBytes(StandardCharsets.UTF_8);
        try (NativeMemory name = NativeMemory.allocate(bytes.length)) {
            name.buffer().put(0, bytes);
            requests.addSqe(
                    "mkdirat " + path,
                    sqe -> sqe.operation(IORING_OP_MKDIRAT, Fcntl.AT_FDCWD, 0, name.address(), 0755, 0),
                    (result, flags) -> listener.accept(path + ": " + (result == 0 ? "made" : Errno.describe(-result))),
                    name);
        }
    }
}
