// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.nio.ByteBuffer;

/**
 * Forbids io_uring to this process, as Docker's default profile and that of many another container do: a filter of system
 * calls, seccomp(2), has {@code io_uring_setup}, {@code io_uring_enter} and {@code io_uring_register} fail with EPERM.
 * Nothing of the system is changed; the filter ends with the process, and processes that it starts have it too. Any
 * thread.
 */
public final class IoUringFilter {
    // linux/prctl.h, linux/seccomp.h
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
    private static final int SECCOMP_RET_ALLOW = 0x7fff0000;
    private static final int SECCOMP_RET_ERRNO = 0x00050000;

    // linux/bpf_common.h: an instruction's code.
    private static final int LOAD_WORD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_GREATER = 0x25;
    private static final int JUMP_IF_GREATER_OR_EQUAL = 0x35;
    private static final int RETURN = 0x06;

    // struct seccomp_data { int nr; __u32 arch; ... };
    private static final int OFFSET_NUMBER = 0;
    private static final int OFFSET_ARCHITECTURE = 4;

    // The same on all architectures.
    private static final int SYS_IO_URING_SETUP = 425;
    private static final int SYS_IO_URING_REGISTER = 427;

    // struct sock_filter { __u16 code; __u8 jt; __u8 jf; __u32 k; };
    private static final int SIZE_OF_INSTRUCTION = 8;

    /** How many instructions the program has. */
    private static final int LENGTH = 7;

    // struct sock_fprog { unsigned short len; struct sock_filter *filter; };
    private static final int OFFSET_FILTER = 8;
    private static final int SIZE_OF_PROGRAM = 16;

    private static boolean installed;

    private IoUringFilter() {}

    /** From now on no thread of this process has io_uring. Does nothing the second time. */
    public static synchronized void install() {
        if (installed) {
            return;
        }
        LinuxPlatform.require();
        Architecture architecture = Architecture.of(System.getProperty("os.arch"));
        // Without it only root may install a filter.
        check("prctl(PR_SET_NO_NEW_PRIVS)", LibcThread.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
        try (NativeMemory memory = NativeMemory.allocate(SIZE_OF_PROGRAM + LENGTH * SIZE_OF_INSTRUCTION)) {
            ByteBuffer buffer = memory.buffer();
            buffer.putShort(0, (short) LENGTH).putLong(OFFSET_FILTER, memory.address() + SIZE_OF_PROGRAM);
            writeProgram(buffer.position(SIZE_OF_PROGRAM), architecture);
            // A positive result is the id of a thread that could not be given the filter: then none has it.
            check(
                    "seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC)",
                    Libc.syscall(
                            architecture.seccompNumber,
                            SECCOMP_SET_MODE_FILTER,
                            SECCOMP_FILTER_FLAG_TSYNC,
                            memory.address(),
                            0,
                            0,
                            0));
        }
        installed = true;
    }

    /** The jumps say how many instructions they skip if true and if false. */
    private static void writeProgram(ByteBuffer code, Architecture architecture) {
        instruction(code, LOAD_WORD, 0, 0, OFFSET_ARCHITECTURE);
        instruction(code, JUMP_IF_EQUAL, 0, 4, architecture.auditNumber); // numbers mean something else elsewhere
        instruction(code, LOAD_WORD, 0, 0, OFFSET_NUMBER);
        instruction(code, JUMP_IF_GREATER_OR_EQUAL, 0, 2, SYS_IO_URING_SETUP);
        instruction(code, JUMP_IF_GREATER, 1, 0, SYS_IO_URING_REGISTER);
        instruction(code, RETURN, 0, 0, SECCOMP_RET_ERRNO | Errno.EPERM);
        instruction(code, RETURN, 0, 0, SECCOMP_RET_ALLOW);
    }

    private static void instruction(ByteBuffer code, int opcode, int ifTrue, int ifFalse, int operand) {
        code.putShort((short) opcode).put((byte) ifTrue).put((byte) ifFalse).putInt(operand);
    }

    private static void check(String call, long result) {
        if (result < 0) {
            throw new SyscallException(call, -1, Libc.errno());
        }
        if (result > 0) {
            throw new IllegalStateException(call + ": thread " + result + " has another filter");
        }
    }

    /** What depends on the processor: {@code AUDIT_ARCH_...} of linux/audit.h, and the number of seccomp(2). */
    private enum Architecture {
        X86_64(0xC000003E, 317),
        AARCH64(0xC00000B7, 277),
        RISCV64(0xC00000F3, 277);

        private final int auditNumber;
        private final int seccompNumber;

        Architecture(int auditNumber, int seccompNumber) {
            this.auditNumber = auditNumber;
            this.seccompNumber = seccompNumber;
        }

        static Architecture of(String osArch) {
            return switch (osArch) {
                case "amd64", "x86_64" -> X86_64;
                case "aarch64" -> AARCH64;
                case "riscv64" -> RISCV64;
                default -> throw new UnsupportedOperationException("no filter for the architecture " + osArch);
            };
        }
    }
}
