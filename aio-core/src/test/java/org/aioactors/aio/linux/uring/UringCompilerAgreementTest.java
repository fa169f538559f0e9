// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.aioactors.aio.linux.CCompiler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the kernel's headers, where there are any, for every number that this package wrote down. */
public class UringCompilerAgreementTest {
    /**
     * What the headers of Linux 6.1 do not have. A kernel that has the feature accepts the flag of waits, or every wait in
     * these tests would fail; the operations and the flags of cancellations are tried by the tests of the operations.
     */
    private static final Set<String> YOUNGER_THAN_MANY_HEADERS = Set.of(
            "IORING_FEAT_NO_IOWAIT", // 6.15
            "IORING_ENTER_NO_IOWAIT", // 6.15
            "IORING_ASYNC_CANCEL_USERDATA", // 6.6
            "IORING_ASYNC_CANCEL_OP", // 6.6
            "IORING_OP_WAITID", // 6.7
            "IORING_OP_FUTEX_WAIT", // 6.7
            "IORING_OP_FUTEX_WAKE", // 6.7
            "IORING_OP_FTRUNCATE", // 6.9
            "IORING_OP_BIND", // 6.11
            "IORING_OP_LISTEN"); // 6.11

    private static final String VERSION = "LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)";

    /** Classes whose constants, those with such a prefix, have the names that they have in C. */
    private static final List<Class<?>> CONSTANTS = List.of(
            BufferRing.class,
            CancelOps.class,
            CompletionQueue.class,
            FileOps.class,
            IoUring.class,
            IoUringOptions.class,
            IoUringProbe.class,
            Opcode.class,
            PollOps.class,
            SocketOps.class,
            Sqe.class,
            TimeoutOps.class);

    private CCompiler compiler;

    @BeforeEach
    void lookForHeaders(@TempDir Path folder) throws Exception {
        String version = CCompiler.INCLUDES + "#include <linux/version.h>\n";
        assumeTrue(
                new CCompiler(folder, version).evaluate(List.of(VERSION)).get(VERSION) == 1,
                "the kernel's headers are those of Linux 6.1 or newer");
        compiler =
                new CCompiler(folder, CCompiler.INCLUDES + "#include <linux/io_uring.h>\n#include <sys/syscall.h>\n");
    }

    @Test
    void onConstants() throws Exception {
        Map<String, Long> ours = new TreeMap<>();
        for (Class<?> owner : CONSTANTS) {
            for (Field field : owner.getDeclaredFields()) {
                boolean fromC = field.getName().startsWith("IO_URING_")
                        || field.getName().startsWith("IORING_")
                        || field.getName().startsWith("IOSQE_");
                if (fromC && Modifier.isStatic(field.getModifiers())) {
                    ours.put(field.getName(), ((Number) field.get(null)).longValue());
                }
            }
        }
        ours.keySet().removeAll(YOUNGER_THAN_MANY_HEADERS);
        ours.put("IORING_FILE_INDEX_ALLOC", Integer.toUnsignedLong(Sqe.IORING_FILE_INDEX_ALLOC));
        ours.put("SYS_io_uring_setup", 425L);
        ours.put("SYS_io_uring_enter", 426L);
        ours.put("SYS_io_uring_register", 427L);
        assertThat(ours).hasSizeGreaterThan(50).containsKeys("IORING_OP_SHUTDOWN", "IOSQE_ASYNC");
        assertThat(compiler.evaluate(ours.keySet())).isEqualTo(ours);
    }

    @Test
    void onRequestsAndCompletions() throws Exception {
        Map<String, Long> ours = new TreeMap<>();
        put(ours, "struct io_uring_sqe", Sqe.SIZE_SQE);
        put(ours, "struct io_uring_sqe, opcode", Sqe.OFFSET_OPCODE);
        put(ours, "struct io_uring_sqe, flags", Sqe.OFFSET_FLAGS);
        put(ours, "struct io_uring_sqe, ioprio", Sqe.OFFSET_IOPRIO);
        put(ours, "struct io_uring_sqe, fd", Sqe.OFFSET_FD);
        put(ours, "struct io_uring_sqe, off", Sqe.OFFSET_OFF);
        put(ours, "struct io_uring_sqe, addr2", Sqe.OFFSET_OFF);
        put(ours, "struct io_uring_sqe, addr", Sqe.OFFSET_ADDR);
        put(ours, "struct io_uring_sqe, len", Sqe.OFFSET_LEN);
        for (String flags : List.of("poll32_events", "fsync_flags", "msg_flags", "timeout_flags", "accept_flags")) {
            put(ours, "struct io_uring_sqe, " + flags, Sqe.OFFSET_OP_FLAGS);
        }
        put(ours, "struct io_uring_sqe, statx_flags", Sqe.OFFSET_OP_FLAGS);
        put(ours, "struct io_uring_sqe, splice_flags", Sqe.OFFSET_OP_FLAGS);
        put(ours, "struct io_uring_sqe, cancel_flags", Sqe.OFFSET_OP_FLAGS);
        put(ours, "struct io_uring_sqe, open_flags", Sqe.OFFSET_OP_FLAGS);
        put(ours, "struct io_uring_sqe, user_data", Sqe.OFFSET_USER_DATA);
        put(ours, "struct io_uring_sqe, buf_group", Sqe.OFFSET_BUF_GROUP);
        put(ours, "struct io_uring_sqe, buf_index", Sqe.OFFSET_BUF_GROUP);
        put(ours, "struct io_uring_sqe, personality", Sqe.OFFSET_PERSONALITY);
        put(ours, "struct io_uring_sqe, file_index", Sqe.OFFSET_FILE_INDEX);
        put(ours, "struct io_uring_sqe, splice_fd_in", Sqe.OFFSET_FILE_INDEX);
        put(ours, "struct io_uring_sqe, splice_off_in", Sqe.OFFSET_ADDR);
        put(ours, "struct io_uring_sqe, addr3", Sqe.OFFSET_ADDR3);
        put(ours, "struct io_uring_cqe", CompletionQueue.SIZE_CQE);
        put(ours, "struct io_uring_cqe, user_data", CompletionQueue.OFFSET_USER_DATA);
        put(ours, "struct io_uring_cqe, res", CompletionQueue.OFFSET_RES);
        put(ours, "struct io_uring_cqe, flags", CompletionQueue.OFFSET_FLAGS);
        put(ours, "struct __kernel_timespec", Timespecs.SIZE_TIMESPEC);
        put(ours, "struct __kernel_timespec, tv_sec", Timespecs.OFFSET_TV_SEC);
        put(ours, "struct __kernel_timespec, tv_nsec", Timespecs.OFFSET_TV_NSEC);
        put(ours, "struct io_uring_getevents_arg", WaitArgument.SIZE_GETEVENTS_ARG);
        put(ours, "struct io_uring_getevents_arg, ts", WaitArgument.OFFSET_TS);
        assertThat(compiler.evaluate(ours.keySet())).isEqualTo(ours);
    }

    @Test
    void onTheRing() throws Exception {
        Map<String, Long> ours = new TreeMap<>();
        put(ours, "struct io_uring_params", IoUringParams.SIZE_IO_URING_PARAMS);
        put(ours, "struct io_uring_params, sq_entries", IoUringParams.OFFSET_SQ_ENTRIES);
        put(ours, "struct io_uring_params, cq_entries", IoUringParams.OFFSET_CQ_ENTRIES);
        put(ours, "struct io_uring_params, flags", IoUringParams.OFFSET_FLAGS);
        put(ours, "struct io_uring_params, features", IoUringParams.OFFSET_FEATURES);
        put(ours, "struct io_uring_params, sq_off", IoUringParams.OFFSET_SQ_OFF);
        put(ours, "struct io_uring_params, cq_off", IoUringParams.OFFSET_CQ_OFF);
        put(ours, "struct io_sqring_offsets, head", IoUringParams.OFFSET_SQ_HEAD);
        put(ours, "struct io_sqring_offsets, tail", IoUringParams.OFFSET_SQ_TAIL);
        put(ours, "struct io_sqring_offsets, flags", IoUringParams.OFFSET_SQ_FLAGS);
        put(ours, "struct io_sqring_offsets, array", IoUringParams.OFFSET_SQ_ARRAY);
        put(ours, "struct io_cqring_offsets, head", IoUringParams.OFFSET_CQ_HEAD);
        put(ours, "struct io_cqring_offsets, tail", IoUringParams.OFFSET_CQ_TAIL);
        put(ours, "struct io_cqring_offsets, overflow", IoUringParams.OFFSET_CQ_OVERFLOW);
        put(ours, "struct io_cqring_offsets, cqes", IoUringParams.OFFSET_CQ_CQES);
        put(ours, "struct io_uring_probe", IoUringProbe.SIZE_PROBE);
        put(ours, "struct io_uring_probe, ops_len", IoUringProbe.OFFSET_OPS_LEN);
        put(ours, "struct io_uring_probe, ops", IoUringProbe.OFFSET_OPS);
        put(ours, "struct io_uring_probe_op", IoUringProbe.SIZE_PROBE_OP);
        put(ours, "struct io_uring_probe_op, op", IoUringProbe.OFFSET_OP);
        put(ours, "struct io_uring_probe_op, flags", IoUringProbe.OFFSET_OP_FLAGS);
        put(ours, "struct io_uring_buf_reg", BufferRing.SIZE_BUF_REG);
        put(ours, "struct io_uring_buf_reg, ring_addr", BufferRing.OFFSET_RING_ADDR);
        put(ours, "struct io_uring_buf_reg, ring_entries", BufferRing.OFFSET_RING_ENTRIES);
        put(ours, "struct io_uring_buf_reg, bgid", BufferRing.OFFSET_BGID);
        put(ours, "struct io_uring_buf", BufferRing.SIZE_BUF);
        put(ours, "struct io_uring_buf, addr", BufferRing.OFFSET_BUF_ADDR);
        put(ours, "struct io_uring_buf, len", BufferRing.OFFSET_BUF_LEN);
        put(ours, "struct io_uring_buf, bid", BufferRing.OFFSET_BUF_BID);
        put(ours, "struct io_uring_buf_ring, tail", BufferRing.OFFSET_TAIL);
        assertThat(compiler.evaluate(ours.keySet())).isEqualTo(ours);
    }

    /** A type stands for its size, and a type with a member for the member's offset. */
    private static void put(Map<String, Long> ours, String what, long number) {
        ours.put((what.contains(",") ? "offsetof(" : "sizeof(") + what + ")", number);
    }
}
