// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.nio.charset.StandardCharsets;

/** Child processes that the JDK does not know, and so does not wait for. */
public final class ChildProcess {
    private static final long SYS_KILL = "amd64".equals(System.getProperty("os.arch")) ? 62 : 129;

    static {
        LinuxPlatform.require();
        Native.register(ChildProcess.class, NativeLibrary.getInstance(Platform.C_LIBRARY_NAME));
    }

    private ChildProcess() {}

    /** Runs a command of the shell; returns the process id, which the caller waits for. */
    public static int spawn(String command) {
        String[] arguments = {"sh", "-c", command};
        int pointers = 16;
        int text = pointers + (arguments.length + 2) * Long.BYTES;
        try (NativeMemory memory = NativeMemory.allocate(4096)) {
            for (int i = 0; i < arguments.length; i++) {
                byte[] bytes = (arguments[i] + "\0").getBytes(StandardCharsets.US_ASCII);
                memory.buffer().put(text, bytes).putLong(pointers + i * Long.BYTES, memory.address() + text);
                text += bytes.length;
            }
            byte[] shell = "/bin/sh\0".getBytes(StandardCharsets.US_ASCII);
            memory.buffer().put(text, shell);
            long argv = memory.address() + pointers;
            long noEnvironment = argv + (arguments.length + 1) * Long.BYTES;
            int error = posix_spawn(memory.address(), memory.address() + text, 0, 0, argv, noEnvironment);
            SyscallException.check(-error, "posix_spawn(" + command + ")");
            return memory.buffer().getInt(0);
        }
    }

    public static void kill(int pid, int signal) {
        long result = syscall(SYS_KILL, pid, signal);
        SyscallException.check(result < 0 ? -Native.getLastError() : 0, "kill(" + pid + ")");
    }

    private static native long syscall(long number, long pid, long signal);

    private static native int posix_spawn(
            long pid, long path, long fileActions, long attributes, long argv, long environment);
}
