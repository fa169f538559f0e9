// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The state machine alone: its socket, handler and clock do what the test says. */
abstract class ConnectionFixture {
    static final int CREDIT = 1_000;
    static final int HIGH = 2_000;
    static final int LOW = 1_000;
    static final int MAX_PENDING = 10_000;
    static final long MAX_BYTES = 10_000_000;

    /** Takes what the test says. */
    static final class FakeSocket implements StreamSocket {
        final List<Outgoing> queued = new ArrayList<>();
        boolean started;
        boolean reading;
        boolean outputShut;
        boolean aborted;
        boolean closed;
        long pending;
        long unread;
        long sent;

        @Override
        public void start(Events listener) {
            started = true;
        }

        @Override
        public void setReading(boolean on) {
            reading = on;
        }

        @Override
        public void write(Outgoing next) {
            queued.add(next);
            pending += Outgoing.memoryBytes(next);
        }

        @Override
        public long pendingBytes() {
            return pending;
        }

        @Override
        public long unreadBytes() {
            return unread;
        }

        @Override
        public long sentBytes() {
            return sent;
        }

        @Override
        public boolean isAllWritten() {
            return pending == 0;
        }

        @Override
        public void shutdownOutput() {
            outputShut = true;
        }

        @Override
        public void abort() {
            aborted = true;
            close();
        }

        @Override
        public void close() {
            closed = true;
            pending = 0;
        }
    }

    private static final Patience.Alarm NO_ALARM = new Patience.Alarm() {
        @Override
        public void set(long delayNs) {}

        @Override
        public void cancel() {}
    };

    static final class FakeHandler implements Handler {
        final List<Tcp.Event> told = new ArrayList<>();
        final List<Long> asked = new ArrayList<>();

        @Override
        public void tell(Tcp.Event event) {
            told.add(event);
        }

        @Override
        public boolean ask(long mark) {
            asked.add(mark);
            return true;
        }

        List<Tcp.Event> takeTold() {
            List<Tcp.Event> taken = List.copyOf(told);
            told.clear();
            return taken;
        }
    }

    final FakeSocket socket = new FakeSocket();
    final FakeHandler commander = new FakeHandler();
    final FakeHandler handler = new FakeHandler();
    final ListenerLimits limits = new ListenerLimits(10, MAX_BYTES, () -> {});
    final TcpCounters counters = new TcpCounters();
    int overs;
    Connection connection = connection("");

    Connection connection(String config) {
        TcpSettings settings = TcpSettings.of(ConfigFactory.parseString(config)
                .withFallback(ConfigFactory.parseString("aio.net.tcp { read-credit = " + CREDIT + ", high-water-mark = "
                        + HIGH + ", low-water-mark = " + LOW + ", max-pending-write = " + MAX_PENDING
                        + ", idle-timeout = 1 m }"))
                .withFallback(ConfigFactory.load()));
        return new Connection(
                socket,
                settings,
                limits.add(),
                new ConnectionReport(counters, "loop", new InetSocketAddress(InetAddress.getLoopbackAddress(), 9)),
                commander,
                false,
                new Patience(() -> connection.timedOut(), patience -> NO_ALARM),
                () -> overs++);
    }

    boolean register() {
        return register(plain());
    }

    boolean register(Tcp.Register how) {
        return connection.register(how, handler);
    }

    static Tcp.Register plain() {
        return new Tcp.Register(new Tcp.Recipient<>(null, event -> event), RegisterOptions.DEFAULT);
    }

    static ByteString bytes(int count) {
        return ByteString.fromArrayUnsafe(new byte[count]);
    }

    static Tcp.Write write(int count, Object ack) {
        return new Tcp.Write(bytes(count), ack);
    }

    /** The handler has handled all that it was told. */
    void answer() {
        answer(handler);
    }

    void answer(FakeHandler by) {
        connection.answered(by.asked.get(by.asked.size() - 1));
    }

    void socketTakesAll() {
        socket.pending = 0;
        connection.written();
    }
}
