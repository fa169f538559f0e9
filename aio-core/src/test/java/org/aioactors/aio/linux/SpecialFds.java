// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/** Kinds of fds that only tests need. */
public final class SpecialFds {
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int MFD_CLOEXEC = 1;

    static {
        LinuxPlatform.require();
        Native.register(SpecialFds.class, NativeLibrary.getInstance(Platform.C_LIBRARY_NAME));
    }

    private SpecialFds() {}

    /** {@code socketpair(2)}: two connected Unix sockets, non-blocking. */
    public static int[] socketPair() {
        int type = SOCK_STREAM | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC;
        try (NativeMemory ends = NativeMemory.allocate(2L * Integer.BYTES)) {
            check(socketpair(AF_UNIX, type, 0, ends.address()), "socketpair");
            return new int[] {ends.buffer().getInt(0), ends.buffer().getInt(Integer.BYTES)};
        }
    }

    /** {@code memfd_create(2)}: a regular file without a name. It is always ready, and epoll refuses it. */
    public static int regularFile() {
        try (NativeMemory name = NativeMemory.allocate(1)) {
            return check(memfd_create(name.address(), MFD_CLOEXEC), "memfd_create");
        }
    }

    private static int check(int result, String call) {
        return SyscallException.check(result < 0 ? -Native.getLastError() : result, call);
    }

    private static native int socketpair(int domain, int type, int protocol, long fds);

    private static native int memfd_create(long name, int flags);
}
