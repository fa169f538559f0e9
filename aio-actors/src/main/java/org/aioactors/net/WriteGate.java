// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.Fcntl;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FileIo;
import org.aioactors.aio.linux.SyscallException;
import org.jspecify.annotations.Nullable;

/**
 * Which writes are accepted, and who hears of it: once one was refused, every one is until the handler was told that it
 * may go on, so that a stream has no holes. Loop thread only.
 */
final class WriteGate {
    private final TcpSettings settings;
    private final Audience audience;
    private final ConnectionReport report;
    private boolean waterMarks;

    /** Whether more was unsent than the high-water mark, and not yet less than the low one. */
    private boolean high;

    /** Since a write was refused. */
    private boolean shut;

    /** The handler waits for {@code WritingResumed}. */
    private boolean resumeAsked;

    WriteGate(TcpSettings settings, Audience audience, ConnectionReport report) {
        this.settings = settings;
        this.audience = audience;
        this.report = report;
    }

    void tellWaterMarks(boolean on) {
        waterMarks = on;
    }

    boolean isHigh() {
        return high;
    }

    /**
     * Queues what a command writes, or tells why not.
     *
     * @param hindrance why nothing is written any more; null if it is
     * @param scarce whether all connections of the listener together hold too much
     */
    void write(Tcp.WriteCommand command, StreamSocket socket, @Nullable String hindrance, boolean scarce) {
        String refusal = hindrance != null ? hindrance : refusal(command, socket.pendingBytes(), scarce);
        if (refusal != null) {
            refuse(
                    command,
                    socket,
                    new IllegalStateException("write of " + describe(command) + " refused: " + refusal));
        } else if (command instanceof Tcp.Write || command instanceof Tcp.WriteBuffer) {
            queue((Outgoing) command, socket);
        } else {
            try {
                open(command).forEach(each -> queue(each, socket));
            } catch (SyscallException noFile) {
                refuse(command, socket, noFile);
            }
        }
    }

    private void queue(Outgoing next, StreamSocket socket) {
        socket.write(next);
        if (!high && socket.pendingBytes() > settings.highWaterBytes()) {
            high = true;
            if (waterMarks) {
                audience.tell(new Tcp.HighWater(socket.pendingBytes()));
            }
        }
    }

    /** From now on every write is refused. */
    private void refuse(Tcp.WriteCommand command, StreamSocket socket, RuntimeException why) {
        report.refused(!shut, socket.pendingBytes());
        shut = true;
        BufferWrites.release(command);
        audience.tell(new Tcp.CommandFailed(command, why));
    }

    private static String describe(Tcp.WriteCommand command) {
        if (command instanceof Tcp.Write write) {
            return write.data().size() + " bytes";
        }
        if (command instanceof Tcp.WriteBuffer write) {
            return write.data().length() + " bytes";
        }
        return command instanceof Tcp.WriteFile file
                ? file.file().toString()
                : parts(command).size() + " things";
    }

    /** Why a command can't be accepted now; null if it can. What is too large fits only when nothing is pending. */
    private @Nullable String refusal(Tcp.WriteCommand command, long pendingBytes, boolean scarce) {
        if (shut) {
            return "one before it was refused, and ResumeWriting was not answered yet";
        }
        if (pendingBytes == 0) {
            return null; // the common case, and what is too large for any other moment
        }
        long after = pendingBytes + memoryBytes(command);
        if (after > settings.maxPendingWriteBytes()) {
            return pendingBytes + " bytes are pending, aio.net.tcp.max-pending-write is "
                    + settings.maxPendingWriteBytes() + "; the peer reads too slowly";
        }
        // What a handler sends back of what it received is not refused for the sake of other connections.
        if (scarce && after > settings.highWaterBytes() + 2 * settings.readCreditBytes()) {
            return pendingBytes + " bytes are pending, and the listener's connections hold more than "
                    + settings.maxBytes() + " (aio.net.tcp.max-bytes)";
        }
        return null;
    }

    private static long memoryBytes(Tcp.WriteCommand command) {
        if (command instanceof Tcp.CompoundWrite compound) {
            return compound.writes().stream().mapToLong(WriteGate::memoryBytes).sum();
        }
        return command instanceof Outgoing bytes ? Outgoing.memoryBytes(bytes) : Outgoing.FILE_BYTES;
    }

    private static List<Tcp.SimpleWrite> parts(Tcp.WriteCommand command) {
        return command instanceof Tcp.CompoundWrite compound ? compound.writes() : List.of((Tcp.SimpleWrite) command);
    }

    /**
     * What is to be sent of an accepted command.
     *
     * @throws SyscallException if a file can't be opened; nothing is left open then
     */
    private List<Outgoing> open(Tcp.WriteCommand command) {
        List<Outgoing> opened = new ArrayList<>();
        try {
            for (Tcp.SimpleWrite write : parts(command)) {
                opened.add(open(write));
            }
            return opened;
        } catch (RuntimeException failure) {
            for (Outgoing each : opened) {
                if (each instanceof Outgoing.FilePart part) {
                    part.file().closeAfter(failure);
                }
            }
            throw failure;
        }
    }

    private Outgoing open(Tcp.SimpleWrite write) {
        if (write instanceof Tcp.WriteFile file) {
            Fd fd = FileIo.open(settings.syscalls(), file.file().toString(), Fcntl.O_RDONLY, 0);
            return new Outgoing.FilePart(fd, file.position(), file.length(), file.ack());
        }
        return (Outgoing) write;
    }

    /** So much is left after the kernel has taken some. */
    void drained(long pendingBytes) {
        if (pendingBytes > settings.lowWaterBytes()) {
            return;
        }
        if (high) {
            high = false;
            if (waterMarks) {
                audience.tell(new Tcp.LowWater(pendingBytes));
            }
        }
        if (resumeAsked) {
            resume(pendingBytes);
        }
    }

    /** The handler wants to go on. */
    void resume(long pendingBytes) {
        resumeAsked = pendingBytes > settings.lowWaterBytes();
        if (!resumeAsked) {
            shut = false;
            report.released();
            audience.tell(new Tcp.WritingResumed());
        }
    }
}
