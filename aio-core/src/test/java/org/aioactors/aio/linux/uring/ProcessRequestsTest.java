// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.aioactors.aio.linux.ChildProcess;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.SigInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code waitid(2)}. */
@WithEveryKindOfRing
class ProcessRequestsTest {
    private static final int SIGKILL = 9;
    private static final int SIGSTOP = 19;
    private static final int SIGCONT = 18;

    private static final int NONE = 0;

    private final TestRing test;

    /** Is to be killed, should a test fail. */
    private int child = NONE;

    private final SigInfo info = SigInfo.allocate();

    ProcessRequestsTest(RingKind kind) {
        test = kind.open(8);
        if (!test.ring.probe().supports(Opcode.IORING_OP_WAITID)) {
            close();
            assumeTrue(false, "Linux 6.7");
        }
    }

    @AfterEach
    void close() {
        if (child != NONE) {
            ChildProcess.kill(child, SIGKILL);
        }
        test.cancelAll();
        test.close();
        info.close();
    }

    @Test
    void aChildThatExitsTellsItsStatus() {
        int pid = ChildProcess.spawn("exit 42");
        ProcessOps.waitid(test.sqe(1), SigInfo.P_PID, pid, info, SigInfo.WEXITED);
        assertThat(test.awaitResult(1)).isZero();
        assertThat(info.pid()).isEqualTo(pid);
        assertThat(info.code()).isEqualTo(SigInfo.CLD_EXITED);
        assertThat(info.status()).isEqualTo(42);
        ProcessOps.waitid(test.sqe(2), SigInfo.P_PID, pid, info, SigInfo.WEXITED);
        assertThat(test.awaitResult(2)).isEqualTo(-Errno.ECHILD);
    }

    @Test
    void aChildThatIsStoppedContinuedAndKilledTellsEach() {
        int pid = ChildProcess.spawn("exec sleep 1000");
        child = pid;
        ProcessOps.waitid(test.sqe(1), SigInfo.P_PID, pid, info, SigInfo.WEXITED | SigInfo.WSTOPPED);
        test.assertNothing();
        ChildProcess.kill(pid, SIGSTOP);
        assertThat(test.awaitResult(1)).isZero();
        assertThat(info.code()).isEqualTo(SigInfo.CLD_STOPPED);
        assertThat(info.status()).isEqualTo(SIGSTOP);
        ChildProcess.kill(pid, SIGCONT);
        ProcessOps.waitid(test.sqe(2), SigInfo.P_PID, pid, info, SigInfo.WCONTINUED);
        assertThat(test.awaitResult(2)).isZero();
        assertThat(info.code()).isEqualTo(SigInfo.CLD_CONTINUED);
        ProcessOps.waitid(test.sqe(3), SigInfo.P_PID, pid, info, SigInfo.WEXITED);
        CancelOps.cancel(test.sqe(4), 3);
        List<TestRing.Completion> cancelled = test.awaitAll(2);
        assertThat(cancelled.get(0).result()).isEqualTo(-Errno.ECANCELED);
        // 1 on Linux 6.18; ENOENT if the child wakes the request just then, which ends as cancelled all the same.
        assertThat(cancelled.get(1).result()).isIn(0, 1, -Errno.ENOENT);
        ChildProcess.kill(pid, SIGKILL);
        ProcessOps.waitid(test.sqe(5), SigInfo.P_PID, pid, info, SigInfo.WEXITED);
        assertThat(test.awaitResult(5)).isZero();
        assertThat(info.code()).isEqualTo(SigInfo.CLD_KILLED);
        assertThat(info.status()).isEqualTo(SIGKILL);
        child = NONE;
    }
}
