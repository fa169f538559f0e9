// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio.linux.uring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.aioactors.aio.linux.Syscalls;

/** The real system calls, and a ledger of what they have mapped and not unmapped. */
final class MappingLedger {
    private final Map<Long, Long> sizes = new HashMap<>();
    private final Syscalls syscalls = (Syscalls)
            Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Syscalls.class}, this::invoke);

    Syscalls syscalls() {
        return syscalls;
    }

    int mapped() {
        return sizes.size();
    }

    private Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
        Object result;
        try {
            result = method.invoke(Syscalls.linux(), args);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
        if (method.getName().equals("mmap") && (long) result >= 0) {
            sizes.put((long) result, (long) args[0]);
        } else if (method.getName().equals("munmap")) {
            assertThat(sizes.remove((long) args[0])).as("what was mapped there").isEqualTo(args[1]);
            assertThat(result).isEqualTo(0);
        }
        return result;
    }

    /** How many mappings of rings this process has, according to the kernel. */
    static long ofRings() {
        try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("[io_uring]")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
