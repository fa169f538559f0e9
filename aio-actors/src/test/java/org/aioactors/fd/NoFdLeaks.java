// SPDX-License-Identifier: Apache-2.0
package org.aioactors.fd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test after which more file descriptors are open than before it, loops of its actor system included, and names
 * them. Files that the JVM opens when it first needs them don't count.
 */
public final class NoFdLeaks implements BeforeEachCallback, AfterEachCallback {
    /** A loop's thread closes its own some time after its actor system has ended. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(NoFdLeaks.class);

    static {
        openWhatStaysOpen();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put("before", openFds());
    }

    @Override
    @SuppressWarnings("unchecked") // it is what beforeEach has put there
    public void afterEach(ExtensionContext context) {
        expectOnly(context.getStore(NAMESPACE).remove("before", Map.class), NoFdLeaks::openFds);
    }

    /** Waits until no socket is open but those that were, a result of {@link #openSockets}; fails after a deadline. */
    public static void expectOnlySockets(Map<Integer, String> before) {
        expectOnly(before, NoFdLeaks::openSockets);
    }

    private static void expectOnly(Map<Integer, String> before, Supplier<Map<Integer, String>> now) {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Map<Integer, String> leaked = now.get();
            leaked.entrySet().removeAll(before.entrySet());
            if (leaked.isEmpty()) {
                return;
            }
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new AssertionError("file descriptors left open: " + leaked);
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    /** The sockets that are open. */
    public static Map<Integer, String> openSockets() {
        Map<Integer, String> open = openFds();
        open.values().removeIf(target -> !target.startsWith("socket:"));
        return open;
    }

    /** The descriptors that count, each with what it refers to. */
    private static Map<Integer, String> openFds() {
        Map<Integer, String> open = new TreeMap<>();
        try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
            links.forEach(link -> {
                String target = target(link);
                if (counts(target)) {
                    open.put(Integer.valueOf(link.getFileName().toString()), target);
                }
            });
            return open;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // closed since the directory was read
        }
    }

    private static boolean counts(String target) {
        return target.startsWith("socket:")
                || target.startsWith("pipe:")
                || target.startsWith("anon_inode:")
                || target.startsWith("/dev/pt") // pseudoterminals
                || target.startsWith("/dev/null");
    }

    /** From their first use on, JNA keeps a file and the JDK's sockets and channels a socket. */
    private static void openWhatStaysOpen() {
        Syscalls.linux();
        try {
            new ServerSocket(0).close();
            new Socket().close();
            SocketChannel.open().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
