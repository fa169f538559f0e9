// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.SigInfo;
import org.aioactors.aio.linux.SockAddr;
import org.aioactors.aio.linux.Statx;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writes requests into memory that no kernel looks at. */
class SqeTest {
    private static final long USER_DATA = 0xfedcba9876543210L;
    private static final int SLOTS = 3;

    private final SharedMemory memory =
            SharedMemory.anonymous(Syscalls.linux(), SLOTS * Sqe.SIZE_SQE, "requests of a test");
    private final Timespecs timespecs = new Timespecs(SLOTS);
    private final Sqe sqe = new Sqe(memory, timespecs);

    @AfterEach
    void free() {
        memory.close();
        timespecs.close();
    }

    /** What differs between the slot and a nop. */
    private String written(UnaryOperator<Sqe> operation) {
        byte[] dirt = new byte[memory.buffer().capacity()];
        Arrays.fill(dirt, (byte) 0xff);
        memory.buffer().put(0, dirt);
        sqe.moveTo(1, USER_DATA);
        // The most that there is to leave behind: each operation starts from scratch.
        SocketOps.pollFirst(SocketOps.recvMultishot(sqe, -1, 0xffff, -1)).with(Sqe.IOSQE_ASYNC);
        assertThat(operation.apply(sqe)).isSameAs(sqe);
        byte[] all = new byte[dirt.length];
        memory.buffer().get(0, all);
        for (int i = 0; i < Sqe.SIZE_SQE; i++) {
            assertThat(all[i]).as("the slot before").isEqualTo((byte) 0xff);
            assertThat(all[2 * Sqe.SIZE_SQE + i]).as("the slot behind").isEqualTo((byte) 0xff);
        }
        int base = Sqe.SIZE_SQE;
        assertThat(memory.buffer().getLong(base + Sqe.OFFSET_USER_DATA)).isEqualTo(USER_DATA);
        assertThat(memory.buffer().getLong(base + Sqe.OFFSET_ADDR3 + 8)).isZero();
        assertThat(memory.buffer().getShort(base + Sqe.OFFSET_PERSONALITY)).isZero();
        return "op %d flags %d ioprio %d fd %d off %d addr %d len %d opflags %d group %d file %d addr3 %d"
                .formatted(
                        memory.buffer().get(base + Sqe.OFFSET_OPCODE),
                        memory.buffer().get(base + Sqe.OFFSET_FLAGS),
                        memory.buffer().getShort(base + Sqe.OFFSET_IOPRIO),
                        memory.getInt(base + Sqe.OFFSET_FD),
                        memory.buffer().getLong(base + Sqe.OFFSET_OFF),
                        memory.buffer().getLong(base + Sqe.OFFSET_ADDR),
                        memory.getInt(base + Sqe.OFFSET_LEN),
                        memory.getInt(base + Sqe.OFFSET_OP_FLAGS),
                        memory.buffer().getShort(base + Sqe.OFFSET_BUF_GROUP),
                        memory.getInt(base + Sqe.OFFSET_FILE_INDEX),
                        memory.buffer().getLong(base + Sqe.OFFSET_ADDR3))
                .replaceAll(" \\w+ 0(?= |$)", "");
    }

    @Test
    void polls() {
        assertThat(written(Sqe::nop)).isEqualTo("op 0 fd -1");
        assertThat(written(s -> PollOps.pollAdd(s, 7, 5))).isEqualTo("op 6 fd 7 opflags 5");
        assertThat(written(s -> PollOps.pollAddMultishot(s, 7, 5))).isEqualTo("op 6 fd 7 len 1 opflags 5");
        assertThat(written(s -> PollOps.pollRemove(s, 99))).isEqualTo("op 7 fd -1 addr 99");
        assertThat(written(s -> PollOps.pollUpdate(s, 99, 5))).isEqualTo("op 7 fd -1 addr 99 len 2 opflags 5");
        assertThat(written(s -> PollOps.pollUpdate(s, 99, 5, 98)))
                .isEqualTo("op 7 fd -1 off 98 addr 99 len 6 opflags 5");
        assertThat(written(s -> PollOps.pollUpdateMultishot(s, 99, 5))).isEqualTo("op 7 fd -1 addr 99 len 3 opflags 5");
    }

    @Test
    void timeouts() {
        long time = timespecs.set(1, 0);
        assertThat(written(s -> TimeoutOps.timeout(s, 3_000_000_004L, 2, TimeoutOps.IORING_TIMEOUT_ABS)))
                .isEqualTo("op 11 fd -1 off 2 addr %d len 1 opflags 1", time);
        assertThat(written(s -> TimeoutOps.linkTimeout(s, 1, 1)))
                .isEqualTo("op 15 fd -1 addr %d len 1 opflags 1", time);
        assertThat(written(s -> TimeoutOps.timeoutRemove(s, 99))).isEqualTo("op 12 fd -1 addr 99");
        assertThat(written(s -> TimeoutOps.timeoutUpdate(s, 99, 1, 0)))
                .isEqualTo("op 12 fd -1 off %d addr 99 opflags 2", time);
    }

    @Test
    void files() {
        assertThat(written(s -> FileOps.read(s, 7, 4096, 100, -1))).isEqualTo("op 22 fd 7 off -1 addr 4096 len 100");
        assertThat(written(s -> FileOps.readSelect(s, 7, 3, 100, 8)))
                .isEqualTo("op 22 flags 32 fd 7 off 8 len 100 group 3");
        assertThat(written(s -> FileOps.write(s, 7, 4096, 100, 8))).isEqualTo("op 23 fd 7 off 8 addr 4096 len 100");
        assertThat(written(s -> FileOps.fsync(s, 7, false))).isEqualTo("op 3 fd 7");
        assertThat(written(s -> FileOps.fsync(s, 7, true))).isEqualTo("op 3 fd 7 opflags 1");
        assertThat(written(s -> FileOps.openat(s, -100, 4096, 64, 0644)))
                .isEqualTo("op 18 fd -100 addr 4096 len 420 opflags 64");
        assertThat(written(s -> FileOps.close(s, 7))).isEqualTo("op 19 fd 7");
    }

    @Test
    void sockets() {
        try (SockAddr address = SockAddr.allocate()) {
            assertThat(written(s -> SocketOps.accept(s, 7, address, 5)))
                    .isEqualTo("op 13 fd 7 off %d addr %d opflags 5", address.address() + 128, address.address());
            assertThat(written(s -> SocketOps.connect(s, 7, address)))
                    .isEqualTo("op 16 fd 7 off 128 addr %d", address.address());
        }
        assertThat(written(s -> SocketOps.accept(s, 7, null, 5))).isEqualTo("op 13 fd 7 opflags 5");
        assertThat(written(s -> SocketOps.acceptMultishot(s, 7, 5))).isEqualTo("op 13 ioprio 1 fd 7 opflags 5");
        assertThat(written(s -> SocketOps.recv(s, 7, 4096, 100, 5)))
                .isEqualTo("op 27 fd 7 addr 4096 len 100 opflags 5");
        assertThat(written(s -> SocketOps.recvSelect(s, 7, 3, 100, 5)))
                .isEqualTo("op 27 flags 32 fd 7 len 100 opflags 5 group 3");
        assertThat(written(s -> SocketOps.pollFirst(SocketOps.recvMultishot(s, 7, 3, 5))))
                .isEqualTo("op 27 flags 32 ioprio 3 fd 7 opflags 5 group 3");
        assertThat(written(s -> SocketOps.send(s, 7, 4096, 100, 5)))
                .isEqualTo("op 26 fd 7 addr 4096 len 100 opflags 5");
        assertThat(written(s -> SocketOps.shutdown(s, 7, 1))).isEqualTo("op 34 fd 7 len 1");
    }

    @Test
    void newerOperations() {
        try (Statx statx = Statx.allocate();
                SigInfo info = SigInfo.allocate();
                MsgHdr message = MsgHdr.allocate(1, 0);
                SockAddr address = SockAddr.allocate()) {
            assertThat(written(s -> FileOps.statx(s, -100, 4096, 5, 6, statx)))
                    .isEqualTo("op 21 fd -100 off %d addr 4096 len 6 opflags 5", statx.address());
            assertThat(written(s -> ProcessOps.waitid(s, 1, 99, info, 4)))
                    .isEqualTo("op 50 fd 99 off %d len 1 file 4", info.address());
            assertThat(written(s -> SocketOps.sendmsg(s, 7, message, 5)))
                    .isEqualTo("op 9 fd 7 addr %d len 1 opflags 5", message.address());
            assertThat(written(s -> SocketOps.recvmsg(s, 7, message, 5)))
                    .isEqualTo("op 10 fd 7 addr %d len 1 opflags 5", message.address());
            address.set(FdIo.address("127.0.0.1", 1));
            assertThat(written(s -> SocketOps.bind(s, 7, address)))
                    .isEqualTo("op 56 fd 7 off 16 addr %d", address.address());
        }
        assertThat(written(s -> FileOps.splice(s, 7, 1, 8, 2, 100, 4)))
                .isEqualTo("op 30 fd 8 off 2 addr 1 len 100 opflags 4 file 7");
        assertThat(written(s -> FileOps.ftruncate(s, 7, 100))).isEqualTo("op 55 fd 7 off 100");
        assertThat(written(s -> SocketOps.socket(s, 2, 1, 6))).isEqualTo("op 45 fd 2 off 1 len 6");
        assertThat(written(s -> SocketOps.listen(s, 7, 5))).isEqualTo("op 57 fd 7 len 5");
        assertThat(written(s -> SocketOps.sendZc(s, 7, 4096, 100, 5)))
                .isEqualTo("op 47 fd 7 addr 4096 len 100 opflags 5");
        assertThat(written(s -> FutexOps.futexWait(s, 4096, -1, 130)))
                .isEqualTo("op 51 fd 130 off 4294967295 addr 4096 addr3 4294967295");
        assertThat(written(s -> FutexOps.futexWake(s, 4096, 3, 2)))
                .isEqualTo("op 52 fd 2 off 3 addr 4096 addr3 4294967295");
    }

    @Test
    void cancels() {
        assertThat(written(s -> CancelOps.cancel(s, 99))).isEqualTo("op 14 fd -1 addr 99");
        assertThat(written(s -> CancelOps.cancelFd(s, 7))).isEqualTo("op 14 fd 7 opflags 3");
        assertThat(written(CancelOps::cancelAny)).isEqualTo("op 14 fd -1 opflags 5");
    }

    @Test
    void flags() {
        assertThat(written(s -> SocketOps.recvSelect(s, 7, 3, 0, 0)
                        .with(Sqe.IOSQE_IO_LINK)
                        .with(Sqe.IOSQE_ASYNC)))
                .isEqualTo("op 27 flags 52 fd 7 group 3");
        sqe.moveTo(0, 1);
        assertThatIllegalArgumentException()
                .as("a request without a completion would be in flight for ever")
                .isThrownBy(() -> sqe.with(1 << 6))
                .withMessageContaining("IOSQE_CQE_SKIP_SUCCESS is refused");
        assertThatIllegalArgumentException().isThrownBy(() -> sqe.with(1 << 5)).withMessageContaining("selectFrom");
        assertThatIllegalArgumentException().isThrownBy(() -> sqe.with(1 << 8)).withMessageContaining("0x100");
    }

    @Test
    void anyOperationByItsFields() {
        assertThat(written(s -> s.operation(255, 7, 1, 2, 3, 4))).isEqualTo("op -1 fd 7 off 1 addr 2 len 3 opflags 4");
        assertThat(written(s ->
                        s.operation(5, 7, 1, 2, 3, 4).ioprio(5).bufferIndex(6).with(Sqe.IOSQE_FIXED_FILE)))
                .isEqualTo("op 5 flags 1 ioprio 5 fd 7 off 1 addr 2 len 3 opflags 4 group 6");
        for (int opcode : new int[] {-1, 256}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> sqe.operation(opcode, 0, 0, 0, 0, 0))
                    .withMessageContaining("from 0 to 255");
        }
    }

    @Test
    void theRarerFields() {
        sqe.moveTo(1, USER_DATA);
        sqe.nop().personality(0x1234).fileIndex(0x56789abc).address3(0x1122334455667788L);
        int base = Sqe.SIZE_SQE;
        assertThat(memory.buffer().getShort(base + Sqe.OFFSET_BUF_GROUP)).isZero();
        assertThat(memory.buffer().getShort(base + Sqe.OFFSET_PERSONALITY)).isEqualTo((short) 0x1234);
        assertThat(memory.getInt(base + Sqe.OFFSET_FILE_INDEX)).isEqualTo(0x56789abc);
        assertThat(memory.buffer().getLong(base + Sqe.OFFSET_ADDR3)).isEqualTo(0x1122334455667788L);
    }

    @Test
    void whatWasWrittenCanBeRead() {
        sqe.moveTo(1, USER_DATA);
        sqe.operation(200, 7, 1, 2, 3, 4).ioprio(0x8005);
        assertThat(sqe.opcode()).isEqualTo(200);
        assertThat(sqe.ioprio()).isEqualTo(0x8005);
        assertThat(sqe.address()).isEqualTo(2);
        assertThat(sqe.length()).isEqualTo(3);
        assertThat(sqe.opFlags()).isEqualTo(4);
    }
}
