// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.aioactors.aio.linux.Fd;
import org.aioactors.dispatcher.AioLoop;
import org.jspecify.annotations.Nullable;

/** Any two fds as a stream, or one of them alone. */
final class FdSocket implements StreamSocket {
    private final AioLoop loop;
    private final @Nullable FdInput input;
    private final @Nullable FdOutput output;

    /** Null until {@link #start}. */
    private @Nullable Events events;

    private boolean closed;

    /** A stream that owns both fds, which are different ones. */
    FdSocket(AioLoop loop, TcpSettings settings, FlushList flushes, @Nullable Fd input, @Nullable Fd output) {
        this.loop = loop;
        Intake intake = Intake.of(loop, settings);
        this.input = input == null ? null : new FdInput(loop, intake, input, this);
        this.output = output == null
                ? null
                : new FdOutput(
                        loop.context(), settings.syscalls(), flushes, intake.buffers(), output, this, input == null);
    }

    Events events() {
        if (events == null) {
            throw new IllegalStateException("the stream was not started");
        }
        return events;
    }

    /** One of the two has failed. */
    void fail(RuntimeException why) {
        events().failed(String.valueOf(why.getMessage()));
    }

    @Override
    public void start(Events listener) {
        events = listener;
        if (output != null) {
            output.start();
        }
    }

    @Override
    public void setReading(boolean on) {
        if (input != null && !closed) {
            input.setReading(on);
        }
    }

    @Override
    public boolean hasOutput() {
        return output != null;
    }

    @Override
    public void write(Outgoing next) {
        if (output == null) {
            Outgoing.drop(next);
        } else {
            output.write(next);
        }
    }

    @Override
    public long pendingBytes() {
        return output == null ? 0 : output.queue().pendingBytes();
    }

    @Override
    public long sentBytes() {
        return output == null ? 0 : output.queue().sentBytes();
    }

    @Override
    public boolean isAllWritten() {
        return output == null || output.queue().isEmpty();
    }

    @Override
    public void shutdownOutput() {
        if (output != null) {
            output.close();
        }
        if (input == null) {
            loop.execute(this::endWithoutInput); // whoever waits for the peer's end would wait for ever
        }
    }

    private void endWithoutInput() {
        if (!closed) {
            events().endOfInput();
        }
    }

    @Override
    public void abort() {
        close();
    }

    @Override
    public void close() {
        closed = true;
        if (output != null) {
            output.close();
        }
        if (input != null) {
            input.close();
        }
    }
}
