// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.util.ByteString;
import org.aioactors.aio.linux.Fcntl;
import org.jspecify.annotations.Nullable;

/** Makes the task of each request. The loop's thread only. */
final class FileTasks {
    private FileTasks() {}

    /** The task of a request about an open file; null if it was refused, because it does not fit the file. */
    static @Nullable FileTask of(OpenFile file, Fs.FileCommand command) {
        if (command instanceof Fs.Read read) {
            return ReadTask.of(file, read);
        } else if (command instanceof Fs.ReadVectored read) {
            return ReadTask.of(file, read);
        } else if (command instanceof Fs.Write || command instanceof Fs.WriteVectored) {
            return write(file, command);
        } else if (command instanceof Fs.Append append) {
            if (file.isForAppending()) {
                return WriteTask.of(file, append);
            }
            refuse(command, file.path() + " was not opened by OpenOptions.append: use Write");
            return null;
        } else if (command instanceof Fs.Sync sync) {
            String call = sync.dataOnly() ? "fdatasync" : "fsync";
            return call(file, sync, call, callback -> file.kernel().fsync(file.fd(), sync.dataOnly(), callback));
        } else if (command instanceof Fs.Truncate cut) {
            return call(file, cut, "ftruncate", callback -> file.kernel().truncate(file.fd(), cut.length(), callback));
        } else if (command instanceof Fs.StatFile status) {
            return new StatTask(
                    file, status, file.path(), (out, callback) -> file.kernel().stat(file.fd(), out, callback));
        }
        return new CloseTask(file, (Fs.Close) command);
    }

    private static @Nullable FileTask write(OpenFile file, Fs.FileCommand command) {
        if (file.isForAppending()) {
            refuse(command, file.path() + " was opened for appending, where Linux ignores positions: use Append");
            return null;
        }
        if (command instanceof Fs.Write write) {
            return WriteTask.of(file, write);
        }
        Fs.WriteVectored write = (Fs.WriteVectored) command;
        long sum = write.parts().stream().mapToLong(ByteString::size).sum();
        if (sum > Integer.MAX_VALUE) {
            refuse(command, sum + " bytes are more than a request may have: 2 GiB");
            return null;
        }
        return WriteTask.of(file, write, (int) sum);
    }

    static void refuse(Fs.Request request, String reason) {
        request.replyTo().tell(new Fs.Refused(request, reason));
    }

    private static FileTask call(OpenFile file, Fs.FileCommand command, String name, CallTask.Call call) {
        return new CallTask(file, command, name, file.path(), call);
    }

    /** The task of a request about a name. */
    static FileTask of(FileTask.Owner owner, FileKernel kernel, int maxEntries, Fs.PathCommand command) {
        String path = command.path().toString();
        if (command instanceof Fs.Rename rename) {
            return new CallTask(
                    owner,
                    rename,
                    "rename",
                    path + "' to '" + rename.target(),
                    callback -> kernel.rename(path, rename.target().toString(), callback));
        } else if (command instanceof Fs.Unlink unlink) {
            return new CallTask(owner, unlink, "unlink", path, callback -> kernel.unlink(path, callback));
        } else if (command instanceof Fs.RemoveDirectory remove) {
            return new CallTask(owner, remove, "rmdir", path, callback -> kernel.rmdir(path, callback));
        } else if (command instanceof Fs.MakeDirectory make) {
            return new CallTask(
                    owner, make, "mkdir", path, callback -> kernel.mkdir(path, make.permissions(), callback));
        } else if (command instanceof Fs.Stat stat) {
            int flags = stat.followLinks() ? 0 : Fcntl.AT_SYMLINK_NOFOLLOW;
            return new StatTask(owner, stat, path, (out, callback) -> kernel.stat(path, flags, out, callback));
        }
        return new ListTask(owner, kernel, (Fs.ListDirectory) command, maxEntries);
    }
}
