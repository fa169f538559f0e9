// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import java.util.BitSet;
import org.aioactors.aio.linux.NativeMemory;
import org.jspecify.annotations.Nullable;

/**
 * Which operations this kernel has, {@code IORING_REGISTER_PROBE} in {@code io_uring_register(2)}.
 * Immutable; any thread.
 *
 * <p>The kernel tells of operations but not of their variants: that a variant is there is concluded from
 * something else of the same version.
 */
public final class IoUringProbe {
    static final int IORING_REGISTER_PROBE = 8;
    static final int IO_URING_OP_SUPPORTED = 1;

    /*
     * struct io_uring_probe {              struct io_uring_probe_op {
     *     __u8  last_op;                       __u8  op;
     *     __u8  ops_len;                       __u8  resv;
     *     __u16 resv;                          __u16 flags;
     *     __u32 resv2[3];                      __u32 resv2;
     *     struct io_uring_probe_op ops[];  };
     * };
     */
    static final int SIZE_PROBE = 16;
    static final int OFFSET_OPS_LEN = 1;
    static final int OFFSET_OPS = 16;
    static final int SIZE_PROBE_OP = 8;
    static final int OFFSET_OP = 0;
    static final int OFFSET_OP_FLAGS = 2;

    private static final int MAX_OPS = 256;

    private final BitSet operations;
    private final int features;

    private IoUringProbe(BitSet operations, int features) {
        this.operations = operations;
        this.features = features;
    }

    static IoUringProbe of(IoUring ring) {
        try (NativeMemory probe = NativeMemory.allocate(SIZE_PROBE + MAX_OPS * SIZE_PROBE_OP)) {
            ring.register(IORING_REGISTER_PROBE, probe.address(), MAX_OPS, "io_uring_register(PROBE)");
            BitSet operations = new BitSet();
            int count = probe.buffer().get(OFFSET_OPS_LEN) & 0xff;
            for (int i = 0; i < count; i++) {
                int offset = OFFSET_OPS + i * SIZE_PROBE_OP;
                if ((probe.buffer().getShort(offset + OFFSET_OP_FLAGS) & IO_URING_OP_SUPPORTED) != 0) {
                    operations.set(probe.buffer().get(offset + OFFSET_OP) & 0xff);
                }
            }
            return new IoUringProbe(operations, ring.features());
        }
    }

    /**
     * Whether there is an operation.
     *
     * @param opcode a constant of {@link Opcode}
     */
    public boolean supports(int opcode) {
        return operations.get(opcode);
    }

    /**
     * Whether there are {@link PollOps#pollAddMultishot} and {@link PollOps#pollUpdate} (Linux 5.13, as
     * registered resources with tags).
     */
    public boolean supportsMultishotPoll() {
        return (features & IoUring.IORING_FEAT_RSRC_TAGS) != 0;
    }

    /**
     * Whether there are {@link SocketOps#acceptMultishot}, {@link CancelOps#cancelFd}, {@link CancelOps#cancelAny} and
     * {@link BufferRing} (Linux 5.19, as requests that make sockets).
     */
    public boolean supportsMultishotAccept() {
        return supports(Opcode.IORING_OP_SOCKET);
    }

    /** Whether there is {@link SocketOps#recvMultishot} (Linux 6.0, as sending without copying). */
    public boolean supportsMultishotReceive() {
        return supports(Opcode.IORING_OP_SEND_ZC);
    }

    /**
     * What a request asks for that this kernel lacks, and which kernel has it, for messages; null if it lacks nothing.
     * Allocates only then.
     */
    public @Nullable String lacks(Sqe sqe) {
        if (!supports(sqe.opcode())) {
            return Opcode.lacking(sqe.opcode());
        }
        if (!supportsMultishotPoll() && PollOps.isOfLinux513(sqe)) {
            return "multishot polls and updates of polls: Linux 5.13 is needed";
        }
        if (!supportsMultishotAccept() && (SocketOps.isOfLinux519(sqe) || CancelOps.isOfLinux519(sqe))) {
            return "multishot accept, polling before a transfer, and cancelling by anything but user data: Linux 5.19 is"
                    + " needed";
        }
        if (!supportsMultishotReceive() && SocketOps.isMultishotReceive(sqe)) {
            return "multishot receive: Linux 6.0 is needed";
        }
        return null;
    }

    @Override
    public String toString() {
        return "IoUringProbe" + operations;
    }
}
