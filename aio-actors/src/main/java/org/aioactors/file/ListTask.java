// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import org.aioactors.aio.linux.DirectoryListing;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.SyscallException;
import org.jspecify.annotations.Nullable;

/** Lists a directory. */
final class ListTask extends FileTask {
    private final FileKernel kernel;
    private final Fs.ListDirectory request;
    private final int maxEntries;

    ListTask(Owner owner, FileKernel kernel, Fs.ListDirectory request, int maxEntries) {
        super(owner, request, "list", request.path().toString());
        this.kernel = kernel;
        this.request = request;
        this.maxEntries = maxEntries;
    }

    @Override
    void ask() {
        kernel.list(request.path().toString(), maxEntries, this::listed);
    }

    private void listed(@Nullable DirectoryListing listing, @Nullable Throwable failure) {
        if (listing != null) {
            finish(new Fs.Listed(request, listing.entries(), listing.complete()));
        } else {
            fail(failure instanceof SyscallException refused ? refused.errno() : Errno.ECANCELED);
        }
    }

    @Override
    void succeeded(int result) {
        throw new IllegalStateException("a listing has another callback");
    }
}
