// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.AioContext;
import org.aioactors.aio.FdMonitorKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryMakerTest {
    @Test
    void makesDirectories(@TempDir Path folder) {
        try (AioContext context =
                AioContext.builder().fdMonitor(FdMonitorKind.IO_URING).build()) {
            assumeTrue(context.fdMonitor() == FdMonitorKind.IO_URING, "no io_uring here");
            DirectoryMaker maker = new DirectoryMaker(context.requests());
            List<String> heard = new ArrayList<>();
            Path made = folder.resolve("made");
            for (int i = 0; i < 2; i++) {
                maker.make(made.toString(), heard::add);
                while (context.requests().outstanding() > 0) {
                    context.poll(true);
                }
            }
            assertThat(made).isDirectory();
            assertThat(heard).containsExactly(made + ": made", made + ": EEXIST (File exists)");
        }
    }
}
