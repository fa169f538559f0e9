// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.NativeMemory;
import org.jspecify.annotations.Nullable;

/** Bytes to or from a file, by way of native memory: asked for until all are there, since the kernel may take them in parts. */
abstract class TransferTask extends FileTask {
    /** Enough for all devices that care. */
    private static final int ALIGNMENT = 4096;

    final OpenFile file;
    final int length;
    private final boolean shared;

    /** From the first call to the kernel to the last answer. */
    private @Nullable NativeMemory memory;

    /** Where in the memory the bytes begin. */
    private int offset;

    private int transferred;

    TransferTask(OpenFile file, Fs.FileCommand request, String call, int length, boolean shared) {
        super(file, request, call, file.path());
        this.file = file;
        this.length = length;
        this.shared = shared;
    }

    @Override
    final boolean isShared() {
        return shared;
    }

    @Override
    final long bytes() {
        return length;
    }

    @Override
    final void ask() {
        if (transferred == length) {
            finish();
            return;
        }
        NativeMemory used = memory;
        if (used == null) {
            used = allocate();
            memory = used;
            fill(used, offset);
        }
        transfer(used, offset + transferred, length - transferred, transferred);
    }

    private NativeMemory allocate() {
        if (!file.isDirect()) {
            return NativeMemory.allocate(length);
        }
        NativeMemory allocated = NativeMemory.allocate((long) length + ALIGNMENT);
        offset = (int) (-allocated.address() & (ALIGNMENT - 1));
        return allocated;
    }

    /** Puts there what is to be written. */
    abstract void fill(NativeMemory used, int from);

    /** Asks the kernel for what is left, which is {@code already} bytes from the beginning. */
    abstract void transfer(NativeMemory used, int from, int left, int already);

    /** Whether the kernel has nothing more, though less than asked for was transferred. */
    abstract boolean isEnd(int result);

    @Override
    final void succeeded(int result) {
        transferred += result;
        if (transferred == length || isEnd(result)) {
            finish();
        } else if (result == 0) {
            fail(Errno.EIO); // it takes nothing and gives no reason: it would be asked for ever
        } else {
            proceed();
        }
    }

    private void finish() {
        finish(answer(memory, offset, transferred));
    }

    /** What to answer; the memory is null if nothing was to be transferred. */
    abstract Fs.Answer answer(@Nullable NativeMemory used, int from, int count);

    @Override
    final long done() {
        return transferred;
    }

    @Override
    final void free() {
        if (memory != null) {
            memory.close();
            memory = null;
        }
    }
}
