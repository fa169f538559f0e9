// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import java.util.function.Function;
import org.aioactors.dispatcher.AioLoop;

/**
 * What the actors of files share. Any thread.
 *
 * @param kernel the files of a loop, for that loop's thread
 */
record FileServices(FileSettings settings, FileBudget budget, Function<AioLoop, FileKernel> kernel) {
    /** On the kernel that is there. */
    static FileServices of(FileSettings settings) {
        return new FileServices(
                settings,
                new FileBudget(settings.maxBytes(), settings.maxOpenFiles()),
                loop -> new LoopFiles(loop.context()));
    }

    FileKernel kernelOf(AioLoop loop) {
        return kernel.apply(loop);
    }
}
