// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.tty;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Syscalls;

/**
 * What a pseudoterminal lacks of a serial line, on top of the real kernel: modem lines, breaks, a queue that takes its time. The
 * numbers are those of {@code asm/ioctls.h}. Any thread.
 */
final class FakeLine {
    private static final long TCSBRK = 0x5409;
    private static final long TCFLSH = 0x540b;
    private static final long TIOCOUTQ = 0x5411;
    private static final long TIOCMGET = 0x5415;
    private static final long TIOCMBIS = 0x5416;
    private static final long TIOCMBIC = 0x5417;
    private static final long TIOCSBRK = 0x5427;
    private static final long TIOCCBRK = 0x5428;

    /** What was called of the above but questions, in their order. */
    private final List<String> calls = new ArrayList<>();

    private int modem;
    private int unsent;
    private int errno;

    Syscalls syscalls() {
        Syscalls linux = Syscalls.linux();
        return (Syscalls) Proxy.newProxyInstance(
                Syscalls.class.getClassLoader(), new Class<?>[] {Syscalls.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("ioctl")) {
                        Integer answer = ioctl((long) arguments[1], (long) arguments[2]);
                        if (answer != null) {
                            return answer;
                        }
                    }
                    try {
                        return method.invoke(linux, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /** Null if it is for the kernel. */
    private synchronized Integer ioctl(long request, long argument) {
        if (request == TIOCMGET) {
            NativeMemory.view(argument, Integer.BYTES).putInt(0, modem);
        } else if (request == TIOCOUTQ) {
            NativeMemory.view(argument, Integer.BYTES).putInt(0, unsent);
            return 0;
        } else if (request == TIOCMBIS) {
            modem |= NativeMemory.view(argument, Integer.BYTES).getInt(0);
        } else if (request == TIOCMBIC) {
            modem &= ~NativeMemory.view(argument, Integer.BYTES).getInt(0);
        } else if (request == TIOCSBRK) {
            calls.add("break");
        } else if (request == TIOCCBRK) {
            calls.add("break ends");
        } else if (request == TCFLSH) {
            calls.add("flush " + argument);
        } else if (request == TCSBRK) {
            calls.add("drain");
        } else {
            return null;
        }
        return -errno;
    }

    synchronized void modem(int lines) {
        modem = lines;
    }

    synchronized int modem() {
        return modem;
    }

    synchronized void unsent(int length) {
        unsent = length;
    }

    /** All that is asked here fails from now on, but for how much is unsent. */
    synchronized void fail(int with) {
        errno = with;
    }

    synchronized List<String> calls() {
        return List.copyOf(calls);
    }
}
