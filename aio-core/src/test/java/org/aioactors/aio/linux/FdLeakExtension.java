// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test that leaves file descriptors open: compares {@code /proc/self/fd} before and after, {@code
 * BeforeEach} and {@code AfterEach} methods included, and names what is left. Use it with {@code
 * ExtendWith}, not together with tests that run at the same time in the same JVM.
 *
 * <p>Files that the JDK opens when it needs them (jars, its own image, random devices) do not count.
 */
public final class FdLeakExtension implements BeforeEachCallback, AfterEachCallback {
    /** How long a descriptor may take to go away, because another thread closes it. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(FdLeakExtension.class);
    private static final String BEFORE = "before";

    static {
        openWhatStaysOpen();
    }

    /** Made by JUnit. */
    public FdLeakExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put(BEFORE, openFds());
    }

    @Override
    @SuppressWarnings("unchecked") // it is what beforeEach() has put there
    public void afterEach(ExtensionContext context) {
        Map<Integer, String> before = context.getStore(NAMESPACE).remove(BEFORE, Map.class);
        Map<Integer, String> leaked = leakedSince(before, PATIENCE);
        if (!leaked.isEmpty()) {
            throw new AssertionError("the test left file descriptors open: " + leaked);
        }
    }

    /** The descriptors that count, and what each refers to, such as {@code anon_inode:[eventfd]}. */
    public static Map<Integer, String> openFds() {
        Map<Integer, String> result = new TreeMap<>();
        try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path link : links) {
                String target = target(link);
                if (counts(target)) {
                    result.put(Integer.valueOf(link.getFileName().toString()), target);
                }
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is open now but was not before, as soon as that is nothing, or at the end of the patience.
     *
     * @param before a result of {@link #openFds()}
     */
    public static Map<Integer, String> leakedSince(Map<Integer, String> before, Duration patience) {
        long deadlineNs = System.nanoTime() + patience.toNanos();
        while (true) {
            Map<Integer, String> leaked = openFds();
            leaked.entrySet().removeAll(before.entrySet());
            if (leaked.isEmpty() || System.nanoTime() - deadlineNs >= 0) {
                return leaked;
            }
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }

    private static String target(Path link) throws IOException {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException e) {
            return ""; // closed since the directory was read
        }
    }

    private static boolean counts(String target) {
        return !(target.isEmpty()
                || target.startsWith("/proc/")
                || target.startsWith("/sys/")
                || target.startsWith(System.getProperty("java.home"))
                || target.endsWith(".jar")
                || target.equals("/dev/random")
                || target.equals("/dev/urandom"));
    }

    /** From their first use on, JNA keeps a file (the memory of its call stubs) and the JDK's channels a socket. */
    private static void openWhatStaysOpen() {
        Syscalls syscalls = Syscalls.linux();
        assertThat(syscalls.close(SyscallException.check(syscalls.eventfd(0, 0), "eventfd")))
                .isZero();
        for (int end : SocketPair.open()) {
            assertThat(syscalls.close(end)).isZero(); // by JNA, whatever the library uses
        }
        try {
            ServerSocketChannel.open().close();
            SocketChannel.open().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
