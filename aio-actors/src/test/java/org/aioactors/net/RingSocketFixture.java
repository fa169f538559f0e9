// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.Fd;
import org.junit.jupiter.api.AfterEach;

/** A socket whose kernel, connection and loop do what the test says. */
abstract class RingSocketFixture implements StreamSocket.Events {
    static final int FD = Integer.MAX_VALUE;

    final TestKernel kernel = new TestKernel();
    private final TcpSettings settings = TcpSettings.of(ConfigFactory.load()).with(kernel.syscalls());
    final FakeRing ring = new FakeRing();
    final BlockPool pool = new BlockPool(Runnable::run, () -> true, 1 << 20);
    private final Intake intake = new Intake(kernel.syscalls(), pool);

    /** What runs after a completion. */
    Runnable woken = () -> {};

    private final FlushList flushes = new FlushList(1, settings.flushBytes(), () -> 0, new FlushCounts());

    /** What was told, in order. */
    final List<String> told = new ArrayList<>();

    /** What was lent. */
    final List<ReceivedBuffer> borrowed = new ArrayList<>();

    boolean borrows;
    int allowance = 100;
    final RingSocket socket = new RingSocket(
            settings, ring, intake, flushes, () -> woken.run(), Fd.adopt(kernel.syscalls(), FD, "no socket at all"));

    RingSocketFixture() {
        kernel.answer(call -> 0);
        socket.start(this);
    }

    @AfterEach
    void freeMemory() {
        intake.close();
    }

    /** The loop has nothing else to do. */
    void endTurn() {
        flushes.onTurnEnd(false);
    }

    void startReading() {
        socket.setReading(true);
        endTurn();
    }

    void write(String text) {
        socket.write(new Tcp.Write(ByteString.fromString(text), text));
    }

    List<String> takeTold() {
        List<String> taken = List.copyOf(told);
        told.clear();
        return taken;
    }

    @Override
    public int readAllowance() {
        return allowance;
    }

    @Override
    public void received(ByteString data) {
        told.add(data.utf8String());
    }

    @Override
    public boolean borrows() {
        return borrows;
    }

    @Override
    public void received(ReceivedBuffer data) {
        borrowed.add(data);
    }

    @Override
    public void endOfInput() {
        told.add("end of input");
    }

    @Override
    public void acknowledged(Object token) {
        told.add("ack " + token);
    }

    @Override
    public void written() {}

    @Override
    public void failed(String cause) {
        told.add("failed: " + cause);
    }
}
