// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.kernel;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FileIo;
import org.aioactors.aio.linux.NativeMemory;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;
import org.aioactors.fd.FdReady;
import org.aioactors.fd.FdSource;
import org.aioactors.fd.FdWatch;
import org.jspecify.annotations.Nullable;

/** The actor of a trigger of {@link Pressure}. */
final class PressureSource extends FdSource<Pressure.Event> {
    private static final int MAX_UNHANDLED = 16;
    private static final int MEMORY_BYTES = 256;

    private static final Pattern AVERAGE = Pattern.compile("(some|full) avg10=([0-9.]+)");

    private final Syscalls syscalls;
    private final Pressure.Trigger trigger;
    private final NativeMemory memory = NativeMemory.allocate(MEMORY_BYTES);
    private @Nullable Fd file;

    PressureSource(
            ActorContext<Object> context,
            Syscalls syscalls,
            Pressure.Trigger trigger,
            ActorRef<? super Pressure.Event> listener) {
        super(context, listener, MAX_UNHANDLED);
        this.syscalls = syscalls;
        this.trigger = trigger;
    }

    @Override
    protected Fd open() {
        return FileIo.open(syscalls, trigger.file().toString(), Fcntl.O_RDWR | Fcntl.O_NONBLOCK, 0);
    }

    /** The kernel takes the last byte for the end of the text. */
    @Override
    protected void opened(Fd fd) {
        file = fd;
        long stallUs = TimeUnit.NANOSECONDS.toMicros(trigger.stall().toNanos());
        long windowUs = TimeUnit.NANOSECONDS.toMicros(trigger.window().toNanos());
        String text = trigger.share().word + " " + stallUs + " " + windowUs + "\0";
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        memory.buffer().put(0, bytes);
        long written;
        do {
            written = syscalls.write(fd.value(), memory.address(), bytes.length);
        } while (written == -Errno.EINTR);
        SyscallException.check(written, "write('" + text.trim() + "' to '" + trigger.file() + "')");
        tell(new Pressure.Opened(trigger, self().narrow()));
    }

    @Override
    protected FdWatch.Interest interest() {
        return FdWatch.Interest.PRIORITY;
    }

    /** A file that is gone is ready for ever, so it is read. */
    @Override
    protected boolean read(FdReady ready) {
        Fd open = Objects.requireNonNull(file);
        long length = FileIo.read(syscalls, open.value(), memory.address(), MEMORY_BYTES, 0);
        if (length == -Errno.ENODEV) {
            tell(new Pressure.Gone(trigger));
            end();
        } else if (checkRead(length, "read('" + trigger.file() + "')", open.value()) >= 0) {
            byte[] bytes = new byte[(int) length];
            memory.buffer().get(0, bytes);
            tell(stalled(new String(bytes, StandardCharsets.US_ASCII)));
        }
        return false;
    }

    private Pressure.Stalled stalled(String text) {
        double some = 0;
        double full = 0;
        for (Matcher average = AVERAGE.matcher(text); average.find(); ) {
            double value = Double.parseDouble(average.group(2));
            if (average.group(1).equals("some")) {
                some = value;
            } else {
                full = value;
            }
        }
        return new Pressure.Stalled(trigger, some, full);
    }

    @Override
    protected void onCommand(Object command) {
        if (command instanceof Pressure.Close) {
            end();
        }
    }

    @Override
    protected Pressure.Event failed(SyscallException cause) {
        return new Pressure.Failed(trigger, cause);
    }

    @Override
    protected void release() {
        memory.close();
    }
}
