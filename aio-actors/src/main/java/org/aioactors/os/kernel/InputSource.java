// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FileIo;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.fd.FdReady;
import org.aioactors.fd.FdSource;
import org.jspecify.annotations.Nullable;

/** The actor of an {@link InputDevice}. */
final class InputSource extends FdSource<InputDevice.Event> {
    /*
     * struct input_event {
     *     struct timeval time;     // tv_sec, tv_usec
     *     __u16          type;
     *     __u16          code;
     *     __s32          value;
     * };
     */
    static final int SIZE_INPUT_EVENT = 24;
    static final int OFFSET_USEC = 8;
    static final int OFFSET_TYPE = 16;
    static final int OFFSET_CODE = 18;
    static final int OFFSET_VALUE = 20;

    static final int EV_SYN = 0;
    static final int SYN_REPORT = 0;
    static final int SYN_DROPPED = 3;

    private static final int MAX_UNHANDLED = 256;
    private static final int MEMORY_BYTES = 64 * SIZE_INPUT_EVENT;
    /** No device has groups like that; what has them is told in pieces. */
    private static final int MAX_GROUP = 1024;

    private static final int MICRO = 1_000;
    private static final int UNSIGNED = 0xffff;

    private final Syscalls syscalls;
    private final Path path;
    private final NativeMemory memory = NativeMemory.allocate(MEMORY_BYTES);
    private @Nullable Fd device;

    /** What is read of an event that is not whole: a device has whole ones only, a pipe in its place need not. */
    private int partial;

    /** The inputs of groups that are whole, and behind them of one that is not. */
    private final List<InputDevice.Input> inputs = new ArrayList<>();

    private int whole;

    /** After a loss, until the next group begins. */
    private boolean dropping;

    InputSource(
            ActorContext<Object> context, Syscalls syscalls, Path path, ActorRef<? super InputDevice.Event> listener) {
        super(context, listener, MAX_UNHANDLED);
        this.syscalls = syscalls;
        this.path = path;
    }

    @Override
    protected Fd open() {
        return FileIo.open(syscalls, path.toString(), Fcntl.O_RDONLY | Fcntl.O_NONBLOCK, 0);
    }

    @Override
    protected void opened(Fd fd) {
        device = fd;
        tell(new InputDevice.Opened(path, self().narrow()));
    }

    @Override
    protected boolean read(FdReady ready) {
        int fd = Objects.requireNonNull(device).value();
        long result = syscalls.read(fd, memory.address() + partial, MEMORY_BYTES - partial);
        if (result == 0 || result == -Errno.ENODEV) {
            tell(new InputDevice.Gone(path));
            end();
            return false;
        }
        int length = checkRead(result, "read('" + path + "')", fd);
        if (length < 0) {
            return false;
        }
        int filled = partial + length;
        take(filled);
        return filled == MEMORY_BYTES;
    }

    private void take(int length) {
        ByteBuffer buffer = memory.buffer();
        int at = 0;
        for (; at + SIZE_INPUT_EVENT <= length; at += SIZE_INPUT_EVENT) {
            take(buffer, at);
        }
        partial = length - at;
        for (int i = 0; i < partial; i++) {
            buffer.put(i, buffer.get(at + i));
        }
        tellWhole();
    }

    private void take(ByteBuffer buffer, int at) {
        int type = buffer.getShort(at + OFFSET_TYPE) & UNSIGNED;
        int code = buffer.getShort(at + OFFSET_CODE) & UNSIGNED;
        if (type != EV_SYN) {
            if (!dropping) {
                inputs.add(new InputDevice.Input(time(buffer, at), type, code, buffer.getInt(at + OFFSET_VALUE)));
            }
            if (inputs.size() >= MAX_GROUP) {
                whole = inputs.size();
            }
        } else if (code == SYN_REPORT) {
            dropping = false;
            whole = inputs.size();
        } else if (code == SYN_DROPPED) {
            tellWhole();
            inputs.clear();
            dropping = true;
            tell(new InputDevice.Dropped());
        }
    }

    private void tellWhole() {
        if (whole > 0) {
            List<InputDevice.Input> told = inputs.subList(0, whole);
            tell(new InputDevice.Inputs(told));
            told.clear();
            whole = 0;
        }
    }

    private static Instant time(ByteBuffer buffer, int at) {
        return Instant.ofEpochSecond(buffer.getLong(at), buffer.getLong(at + OFFSET_USEC) * MICRO);
    }

    @Override
    protected void onCommand(Object command) {
        if (command instanceof InputDevice.Close) {
            end();
        }
    }

    @Override
    protected InputDevice.Event failed(SyscallException cause) {
        return new InputDevice.Failed(path, cause);
    }

    @Override
    protected void release() {
        memory.close();
    }
}
