// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says clearly whether this machine can run us, before the first native call fails obscurely.
 *
 * <p>The constants and structure layouts of this package hold for 64-bit Linux on x86-64, AArch64 and
 * RISC-V, which share the kernel's generic {@code errno} and option numbers.
 */
final class LinuxPlatform {
    /** Whether this JVM runs on x86-64, the only architecture with a packed {@code epoll_event}. */
    static final boolean IS_X86_64 = isX8664(property("os.arch"));

    /** Whether this JVM runs on AArch64, which has numbers of its own for a few flags of {@code open(2)}. */
    static final boolean IS_AARCH64 = isAarch64(property("os.arch"));

    private static final Logger log = LoggerFactory.getLogger(LinuxPlatform.class);

    /**
     * Written once, under this class's lock, before {@link Libc} is initialised, which takes it from here; null means
     * that nobody has tried, or that the try failed.
     */
    private static @Nullable NativeBackend backend;

    /**
     * Why the C library could not be bound, or null. A class whose initialisation failed says why the first time only:
     * afterwards we do. Under this class's lock.
     */
    private static @Nullable String failure;

    /**
     * Written once, under this class's lock, after {@link Libc} is bound; read by any thread. True
     * means that native calls work; false means that nobody has tried, or that the try failed.
     */
    private static volatile boolean ready;

    private LinuxPlatform() {}

    /**
     * Returns normally if native calls work here. The first call binds the C library; any thread.
     *
     * @throws UnsupportedOperationException naming the reason and what to do, each time it is called
     */
    static void require() {
        if (!ready) {
            start();
        }
    }

    private static synchronized void start() {
        if (ready) {
            return;
        }
        String problem = failure != null ? failure : problem(property("os.name"), property("os.arch"));
        if (problem != null) {
            throw new UnsupportedOperationException(problem);
        }
        String name = NativeBackend.choose(
                System.getProperty(NativeBackend.PROPERTY), Runtime.version().feature());
        try {
            backend = NativeBackend.of(name);
            int unused = Libc.errno(); // initialises the class
        } catch (LinkageError e) {
            failure = linkProblem(name, e);
            throw new UnsupportedOperationException(failure, e);
        }
        ready = true;
        log.debug("native calls go by {}; -D{} forces one", name, NativeBackend.PROPERTY);
    }

    /** What {@link Libc} binds its functions by. For its initialisation, within {@link #require}. */
    static NativeBackend backend() {
        return Objects.requireNonNull(backend, "LinuxPlatform.require comes first");
    }

    /** What keeps us from running on the given platform, or null if nothing does. */
    static @Nullable String problem(String osName, String osArch) {
        if (!osName.toLowerCase(Locale.ROOT).startsWith("linux")) {
            return "aio-core calls the Linux kernel and does not run on " + osName
                    + ": run it on Linux, or keep the actor system's default dispatcher on this system";
        }
        switch (osArch) {
            case "amd64", "x86_64", "aarch64", "riscv64" -> {
                return null;
            }
            default -> {
                return "aio-core does not support the architecture " + osArch
                        + ": use a 64-bit JVM for amd64, aarch64 or riscv64";
            }
        }
    }

    /** Why the C library could not be bound by the backend of that name, and what to do. */
    static String linkProblem(String name, LinkageError error) {
        if (name.equals(NativeBackend.FFM)) {
            return "java.lang.foreign cannot call the C library: " + error.getMessage() + " (try -D"
                    + NativeBackend.PROPERTY + "=" + NativeBackend.JNA + ")";
        }
        if (error instanceof NoClassDefFoundError) {
            return "JNA is missing: put net.java.dev.jna:jna on the class path (" + error.getMessage() + ")";
        }
        return "JNA cannot call the C library: " + error.getMessage()
                + " (if its temporary folder is mounted noexec, set -Djna.tmpdir to one that is not)";
    }

    static boolean isX8664(String osArch) {
        return osArch.equals("amd64") || osArch.equals("x86_64");
    }

    static boolean isAarch64(String osArch) {
        return osArch.equals("aarch64");
    }

    private static String property(String key) {
        return System.getProperty(key, "unknown");
    }
}
