// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.uring.NeedsIoUring;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsIoUring
class FileReaderTest {
    private static List<String> read(Path file) {
        try (AioContext context =
                        AioContext.builder().fdMonitor(FdMonitorKind.IO_URING).build();
                NativeMemory memory = NativeMemory.allocate(4096)) {
            List<String> heard = new ArrayList<>();
            new FileReader(context, memory).read(file.toString(), heard::add);
            while (context.requests().outstanding() > 0) {
                context.poll(true);
            }
            return heard;
        }
    }

    @Test
    void readsWhatIsThere(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "read by a request");
        assertThat(read(file)).containsExactly("read by a request");
    }

    @Test
    void saysWhyItCannot(@TempDir Path folder) {
        Path file = folder.resolve("none");
        assertThat(read(file)).containsExactly(file + ": ENOENT (No such file or directory)");
    }
}
