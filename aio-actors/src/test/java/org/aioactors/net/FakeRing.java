// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.Cancellable;
import org.aioactors.aio.Completion;
import org.aioactors.aio.linux.uring.CompletionQueue;
import org.jspecify.annotations.Nullable;

/** A ring whose completions are what a test says. */
final class FakeRing implements StreamRequests {
    static final int MORE = CompletionQueue.IORING_CQE_F_MORE;
    static final int BUFFER = CompletionQueue.IORING_CQE_F_BUFFER;

    static final class Request implements Cancellable {
        private final Completion callback;
        boolean cancelled;
        private boolean done;

        Request(Completion callback) {
            this.callback = callback;
        }

        @Override
        public boolean cancel() {
            assertThat(done).as("cancelled after its end").isFalse();
            cancelled = true;
            return true;
        }

        @Override
        public boolean isDone() {
            return done;
        }

        void complete(int result, int flags) {
            assertThat(done).isFalse();
            done = (flags & MORE) == 0;
            callback.onCompletion(result, flags);
        }
    }

    final List<Request> receives = new ArrayList<>();
    final List<Request> sends = new ArrayList<>();
    final List<Request> watches = new ArrayList<>();
    final List<Request> polls = new ArrayList<>();

    /** How many of the receives bring many. */
    int multishots;

    /** What was given to each send. */
    final List<String> sent = new ArrayList<>();

    private final ByteBuffer room = ByteBuffer.allocate(10);
    boolean full;

    /** Takes no requests. */
    boolean closed;

    /** Buffers that are not with the kernel. */
    int buffersOut;

    private String next = "";

    static <T> T last(List<T> all) {
        return all.get(all.size() - 1);
    }

    /** The last receive brings bytes, and goes on. */
    void bring(String text) {
        bring(text, MORE);
    }

    void bring(String text, int more) {
        next = text;
        buffersOut++;
        last(receives).complete(text.length(), BUFFER | more);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the loop ends");
        }
    }

    @Override
    public Cancellable receive(int fd, Completion callback) {
        checkOpen();
        receives.add(new Request(callback));
        return last(receives);
    }

    @Override
    public Cancellable receiveMultishot(int fd, Completion callback) {
        multishots++;
        return receive(fd, callback);
    }

    @Override
    public Cancellable awaitReadable(int fd, Completion callback) {
        checkOpen();
        polls.add(new Request(callback));
        return last(polls);
    }

    @Override
    public int bufferBytes() {
        return 40;
    }

    @Override
    public ByteBuffer arrived(int flags) {
        assertThat(flags & BUFFER).isEqualTo(BUFFER);
        return ByteBuffer.wrap(next.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void giveBack(int flags) {
        assertThat(flags & BUFFER).isEqualTo(BUFFER);
        buffersOut--;
    }

    @Override
    public @Nullable ByteBuffer sendRoom() {
        return full ? null : room.clear();
    }

    @Override
    public Cancellable send(int fd, Completion callback) {
        checkOpen();
        sent.add(new String(room.array(), 0, room.position(), StandardCharsets.UTF_8));
        sends.add(new Request(callback));
        return last(sends);
    }

    @Override
    public void sent() {
        full = false;
    }

    @Override
    public Cancellable watch(int fd, int events, Completion callback) {
        checkOpen();
        watches.add(new Request(callback));
        return last(watches);
    }
}
