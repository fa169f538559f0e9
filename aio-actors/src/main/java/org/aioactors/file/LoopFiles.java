// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import org.aioactors.aio.AioContext;
import org.aioactors.aio.AioFiles;
import org.aioactors.aio.Completion;
import org.aioactors.aio.FdMonitorKind;
import org.aioactors.aio.OffloadCompletion;
import org.aioactors.aio.linux.DirectoryListing;
import org.aioactors.aio.linux.FileIo;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.Statx;
import org.aioactors.aio.linux.Syscalls;

/** The files of a loop's context: by its io_uring, or else by its threads. */
final class LoopFiles implements FileKernel {
    private final AioContext context;
    private final AioFiles files;

    LoopFiles(AioContext context) {
        this.context = context;
        this.files = context.files();
    }

    @Override
    public void open(String path, int flags, int mode, Completion callback) {
        files.open(path, flags, mode, callback);
    }

    @Override
    public void read(int fd, NativeMemory memory, int offset, int length, long position, Completion callback) {
        files.read(fd, memory, offset, length, position, callback);
    }

    @Override
    public void write(int fd, NativeMemory memory, int offset, int length, long position, Completion callback) {
        files.write(fd, memory, offset, length, position, callback);
    }

    @Override
    public void fsync(int fd, boolean dataOnly, Completion callback) {
        files.fsync(fd, dataOnly, callback);
    }

    @Override
    public void truncate(int fd, long length, Completion callback) {
        files.truncate(fd, length, callback);
    }

    @Override
    public void stat(int fd, Statx out, Completion callback) {
        files.stat(fd, out, callback);
    }

    @Override
    public void close(int fd, Completion callback) {
        files.close(fd, callback);
    }

    /** What the ring has cancelled it has not begun; a thread that closes goes on when its context is closed. */
    @Override
    public boolean leavesOpenWhatIsCancelled() {
        return context.fdMonitor() == FdMonitorKind.IO_URING;
    }

    @Override
    public void closeNow(int fd) {
        FileIo.close(Syscalls.linux(), fd);
    }

    @Override
    public void rename(String from, String to, Completion callback) {
        files.paths().rename(from, to, callback);
    }

    @Override
    public void unlink(String path, Completion callback) {
        files.paths().unlink(path, callback);
    }

    @Override
    public void rmdir(String path, Completion callback) {
        files.paths().rmdir(path, callback);
    }

    @Override
    public void mkdir(String path, int mode, Completion callback) {
        files.paths().mkdir(path, mode, callback);
    }

    @Override
    public void stat(String path, int flags, Statx out, Completion callback) {
        files.paths().stat(path, flags, out, callback);
    }

    @Override
    public void list(String path, int maxEntries, OffloadCompletion<DirectoryListing> callback) {
        files.paths().list(path, maxEntries, callback);
    }
}
