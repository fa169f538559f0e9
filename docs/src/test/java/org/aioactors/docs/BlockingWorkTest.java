// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.linux.NativeMemory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockingWorkTest {
    private interface Work {
        void begin(BlockingWork work, Consumer<String> listener);
    }

    private static String heardOf(FdMonitorKind kind, Work work) {
        try (NativeMemory memory = NativeMemory.allocate(4096);
                AioContext context = AioContext.builder().fdMonitor(kind).build()) {
            List<String> heard = new ArrayList<>();
            work.begin(new BlockingWork(context, memory), heard::add);
            while (heard.isEmpty()) {
                context.poll(true);
            }
            return heard.get(0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "EPOLL"})
    void looksUpNames(FdMonitorKind kind) {
        assertThat(heardOf(kind, (work, listener) -> work.lookUp("127.0.0.1", listener)))
                .isEqualTo("127.0.0.1");
        assertThat(heardOf(kind, (work, listener) -> work.lookUp("1.2.3.4.5.6.7.8.invalid", listener)))
                .contains("UnknownHostException");
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "EPOLL"})
    void readsFiles(FdMonitorKind kind, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "read by a request");
        assertThat(heardOf(kind, (work, listener) -> work.read(file.toString(), listener)))
                .isEqualTo("read by a request");
        Path none = folder.resolve("none");
        assertThat(heardOf(kind, (work, listener) -> work.read(none.toString(), listener)))
                .isEqualTo(none + ": ENOENT (No such file or directory)");
    }
}
