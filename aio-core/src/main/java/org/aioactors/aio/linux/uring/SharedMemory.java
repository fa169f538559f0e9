// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.aioactors.aio.linux.Mman;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * Mapped memory that the kernel reads and writes while we do, with an owner who unmaps it once.
 *
 * <p>Every access checks that the memory is still mapped, because touching it afterwards would take the
 * JVM down: it throws {@link IllegalStateException} instead. Offsets are in bytes and aligned to the size
 * of the access.
 */
final class SharedMemory implements AutoCloseable {
    private static final VarHandle INTS = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final VarHandle SHORTS =
            MethodHandles.byteBufferViewVarHandle(short[].class, ByteOrder.nativeOrder());

    private final Syscalls syscalls;
    private final String what;
    private final long address;
    private final long size;

    /** Null once the memory is unmapped. */
    private @Nullable ByteBuffer mapped;

    private SharedMemory(Syscalls syscalls, String what, long address, long size) {
        this.syscalls = syscalls;
        this.what = what;
        this.address = address;
        this.size = size;
        this.mapped = NativeMemory.view(address, size);
    }

    /**
     * Maps a part of a ring ({@code mmap(2)}).
     *
     * @param what says in messages what it is
     * @param size in bytes, at most {@link Integer#MAX_VALUE}
     * @throws SyscallException if it cannot be mapped
     */
    static SharedMemory ofRing(Syscalls syscalls, int fd, long offset, long size, String what) {
        return map(syscalls, Mman.MAP_SHARED | Mman.MAP_POPULATE, fd, offset, size, what);
    }

    /**
     * Maps zeroed memory that begins at a page.
     *
     * @param what says in messages what it is
     * @param size in bytes, at most {@link Integer#MAX_VALUE}
     * @throws SyscallException if there is no memory left
     */
    static SharedMemory anonymous(Syscalls syscalls, long size, String what) {
        return map(syscalls, Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS, SyscallException.NO_FD, 0, size, what);
    }

    private static SharedMemory map(Syscalls syscalls, int flags, int fd, long offset, long size, String what) {
        long address = syscalls.mmap(size, Mman.PROT_READ | Mman.PROT_WRITE, flags, fd, offset);
        SyscallException.check(address, "mmap(" + what + ", " + size + " bytes)", fd);
        return new SharedMemory(syscalls, what, address, size);
    }

    /** Whether {@link #close()} was not called yet. */
    boolean isMapped() {
        return mapped != null;
    }

    /** The address of the first byte. */
    long address() {
        return address;
    }

    /** All of the memory, in native byte order: the same buffer at each call. For plain accesses. */
    ByteBuffer buffer() {
        ByteBuffer buffer = mapped;
        if (buffer == null) {
            throw new IllegalStateException("the " + what + " was used after it was closed");
        }
        return buffer;
    }

    int getInt(int offset) {
        return buffer().getInt(offset);
    }

    /** What we read later is at least as new as what the kernel wrote before its release store of this. */
    int getIntAcquire(int offset) {
        return (int) INTS.getAcquire(buffer(), offset);
    }

    /** Reads memory anew at each call, without ordering anything else. */
    int getIntOpaque(int offset) {
        return (int) INTS.getOpaque(buffer(), offset);
    }

    /** The kernel, having read this with acquire order, sees what we read and wrote before as done. */
    void setIntRelease(int offset, int value) {
        INTS.setRelease(buffer(), offset, value);
    }

    /** Like {@link #setIntRelease}, for 16 bits. */
    void setShortRelease(int offset, short value) {
        SHORTS.setRelease(buffer(), offset, value);
    }

    /**
     * Unmaps the memory; does nothing if it is unmapped already.
     *
     * @throws SyscallException if the kernel refuses, which would be a mistake of ours
     */
    @Override
    public void close() {
        if (mapped != null) {
            mapped = null;
            SyscallException.check(syscalls.munmap(address, size), "munmap(" + what + ")");
        }
    }
}
