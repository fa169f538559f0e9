// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.nio.ByteBuffer;
import org.aioactors.aio.linux.NativeMemory;

/**
 * The memory through which all connections of one loop exchange bytes with the kernel: since they take turns, one
 * buffer for reading and one for writing serve them all. Loop thread only.
 */
final class IoBuffers implements AutoCloseable {
    /** Large enough that a system call's cost is small against that of the copy. */
    static final int SIZE = 64 * 1024;

    private final NativeMemory readMemory = NativeMemory.allocate(SIZE);
    private final NativeMemory writeMemory = NativeMemory.allocate(SIZE);
    private final ByteBuffer readBuffer = readMemory.buffer();
    private final ByteBuffer writeBuffer = writeMemory.buffer();
    private final long readAddress = readMemory.address();
    private final long writeAddress = writeMemory.address();

    long readAddress() {
        return readAddress;
    }

    /** What was read; for absolute methods. */
    ByteBuffer readBuffer() {
        return readBuffer;
    }

    long writeAddress() {
        return writeAddress;
    }

    /** The write buffer, empty. */
    ByteBuffer emptyWriteBuffer() {
        return writeBuffer.clear();
    }

    @Override
    public void close() {
        try {
            readMemory.close();
        } finally {
            writeMemory.close();
        }
    }
}
