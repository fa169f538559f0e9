// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

/** Words of memory that threads and processes wait for, {@code futex(2)}. Each method writes a request, see {@link Sqe}. */
public final class FutexOps {
    /** The futex has 32 bits, the only size there is. */
    public static final int FUTEX2_SIZE_U32 = 2;
    /** Only threads of this process wait for the futex. */
    public static final int FUTEX2_PRIVATE = 128;

    private static final long FUTEX_BITSET_MATCH_ANY = 0xffffffffL;

    private FutexOps() {}

    /**
     * Waits until it is woken (Linux 6.7); 0. If the futex does not have the expected value, {@code -EAGAIN}.
     *
     * @param address of the futex, a multiple of 4
     * @param flags {@link #FUTEX2_SIZE_U32}, perhaps with {@link #FUTEX2_PRIVATE}
     */
    public static Sqe futexWait(Sqe sqe, long address, int expected, int flags) {
        return sqe.operation(Opcode.IORING_OP_FUTEX_WAIT, flags, Integer.toUnsignedLong(expected), address, 0, 0)
                .address3(FUTEX_BITSET_MATCH_ANY);
    }

    /**
     * Wakes some that wait for a futex (Linux 6.7); how many there were.
     *
     * @param address of the futex, a multiple of 4
     * @param count at most so many
     * @param flags the same as those that wait have used
     */
    public static Sqe futexWake(Sqe sqe, long address, int count, int flags) {
        return sqe.operation(Opcode.IORING_OP_FUTEX_WAKE, flags, Integer.toUnsignedLong(count), address, 0, 0)
                .address3(FUTEX_BITSET_MATCH_ANY);
    }
}
