// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.BitSet;
import org.aioactors.aio.linux.MsgHdr;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SigInfo;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.aio.linux.uring.CancelOps;
import org.aioactors.aio.linux.uring.Opcode;
import org.aioactors.aio.linux.uring.Sqe;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A kernel that has io_uring but says that it lacks some operations. */
class OlderKernelTest extends RequestTest {
    private static final int IORING_REGISTER_PROBE = 8;

    private final BitSet lacking = new BitSet();
    private int probes;

    @BeforeEach
    void openOnAnOlderKernel() {
        open(builder().syscalls(lackingOperations(Syscalls.linux())));
    }

    private Syscalls lackingOperations(Syscalls linux) {
        return (Syscalls) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Syscalls.class}, (proxy, method, args) -> {
                    Object result;
                    try {
                        result = method.invoke(linux, args);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                    if (method.getName().equals("ioUringRegister") && (int) args[1] == IORING_REGISTER_PROBE) {
                        probes++;
                        lacking.stream().forEach(opcode -> NativeMemory.view((long) args[2] + 16 + 8 * opcode, 8)
                                .putShort(2, (short) 0));
                    }
                    return result;
                });
    }

    private static void assertLacks(ThrowingCallable request, String message) {
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(request)
                .withMessage(message + " is needed");
    }

    @Test
    void whatIsLackingIsNamedWithTheKernelThatHasIt() {
        lacking.set(0, 256);
        Completion callback = (result, flags) -> log.add("completed");
        SocketRequests sockets = requests.sockets();
        try (SigInfo info = SigInfo.allocate();
                MsgHdr message = MsgHdr.allocate(1, 0)) {
            String lacks = ": the io_uring of this kernel lacks ";
            assertLacks(
                    () -> sockets.socket(Sockets.AF_INET, Sockets.SOCK_STREAM, 0, callback),
                    "'socket'" + lacks + "IORING_OP_SOCKET: Linux 5.19");
            assertLacks(
                    () -> sockets.listen(7, 1, callback), "'listen(fd=7)'" + lacks + "IORING_OP_LISTEN: Linux 6.11");
            assertLacks(
                    () -> sockets.sendZc(7, memory, 0, 1, callback),
                    "'sendZc(fd=7)'" + lacks + "IORING_OP_SEND_ZC: Linux 6.0");
            assertLacks(
                    () -> sockets.sendmsg(7, message, 0, callback),
                    "'sendmsg(fd=7)'" + lacks + "IORING_OP_SENDMSG: Linux 5.3");
            assertLacks(
                    () -> requests.futexWait(memory, 0, 0, callback),
                    "'futexWait'" + lacks + "IORING_OP_FUTEX_WAIT: Linux 6.7");
            assertLacks(
                    () -> requests.waitid(SigInfo.P_ALL, 0, info, SigInfo.WEXITED, callback),
                    "'waitid'" + lacks + "IORING_OP_WAITID: Linux 6.7");
            assertLacks(
                    () -> requests.files().ftruncate(7, 0, callback),
                    "'ftruncate(fd=7)'" + lacks + "IORING_OP_FTRUNCATE: Linux 6.9");
            assertLacks(
                    () -> requests.addSqe("mine", sqe -> sqe.operation(200, -1, 0, 0, 0, 0), callback),
                    "'mine'" + lacks + "operation 200: a newer one");
            message.clear(); // no request uses it
        }
        assertThat(requests.outstanding()).isZero();
        settle();
        assertThat(log).isEmpty();
        assertThat(probes).isEqualTo(1);
    }

    @Test
    void variantsAreKnownByOperationsOfTheSameKernel() {
        lacking.set(Opcode.IORING_OP_SOCKET);
        lacking.set(Opcode.IORING_OP_SEND_ZC);
        Completion callback = (result, flags) -> {};
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> requests.sockets().acceptMultishot(7, callback))
                .withMessageStartingWith("'accept(fd=7)'")
                .withMessageContaining("multishot accept")
                .withMessageEndingWith("Linux 5.19 is needed");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> requests.addSqe("all", CancelOps::cancelAny, callback))
                .withMessageEndingWith("Linux 5.19 is needed");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> requests.addSqe(
                        "recv", sqe -> sqe.operation(27, 7, 0, 0, 0, 0).ioprio(2), callback))
                .withMessageEndingWith("Linux 5.19 is needed");
        assertThatNoException().isThrownBy(() -> requests.sockets().accept(7, null, callback));
        assertThatNoException().isThrownBy(() -> requests.addSqe("plain", Sqe::nop, callback));
    }

    @Test
    void multishotReceiveIsYounger() {
        lacking.set(Opcode.IORING_OP_SEND_ZC);
        Completion callback = (result, flags) -> {};
        var buffers = requests.openBuffers(2, 64);
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> requests.sockets().recvMultishot(7, buffers, callback))
                .withMessageEndingWith("multishot receive: Linux 6.0 is needed");
        assertThat(requests.sockets().hasRecvMultishot()).isFalse();
        buffers.close();
        assertThat(buffers.isFreed())
                .as("not kept by the request that was refused")
                .isTrue();
    }
}
