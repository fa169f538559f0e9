// SPDX-License-Identifier: Apache-2.0
package org.aioactors.aio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.EventNotifier;
import org.aioactors.aio.linux.Fd;
import org.aioactors.aio.linux.FdIo;
import org.aioactors.aio.linux.SocketPair;
import org.aioactors.aio.linux.Sockets;
import org.aioactors.aio.linux.Syscalls;
import org.junit.jupiter.api.Test;

/** Handlers that promise to drain their fd: they are spared repetitions, and miss nothing. */
class DrainsTest extends MonitorContract {
    private static final int MORE_THAN_THERE_IS = 4_096;

    /** More than fit into the completion queue. */
    private static final int MANY = 600;

    DrainsTest(MonitorSetup setup) {
        super(setup);
    }

    private static FdHandler drains(Runnable onReadable) {
        return FdHandler.builder().onReadable(onReadable).drains().build();
    }

    private boolean knowsEdges() {
        return !setup.isPoll();
    }

    @Test
    void itIsCalledForNewsOnlyWhereTheMonitorKnowsThem() {
        Pipe pipe = pipe();
        context.setFdHandler(pipe.readFd(), drains(logging("read")));
        assertThat(turn()).isEmpty();
        pipe.write(1);
        assertThat(turn()).containsExactly("read");
        if (knowsEdges()) {
            assertThat(turn()).isEmpty();
            assertThat(turn()).isEmpty();
        }
        pipe.write(1);
        assertThat(turn()).containsExactly("read");
    }

    @Test
    void whatWasThereBeforeItWasSetIsNews() {
        Pipe pipe = pipe();
        pipe.write(1);
        context.setFdHandler(pipe.readFd(), drains(logging("first")));
        assertThat(turn()).containsExactly("first");
        context.setFdHandler(pipe.readFd(), drains(logging("second")));
        assertThat(turn()).containsExactly("second");
        context.removeFdHandler(pipe.readFd());
        context.setFdHandler(pipe.readFd(), drains(logging("third")));
        assertThat(turn()).containsExactly("third");
    }

    @Test
    void manyNewsAreAllHeard() {
        Pipe pipe = pipe();
        long[] bytes = new long[1];
        context.setFdHandler(pipe.readFd(), drains(() -> bytes[0] += pipe.read(MORE_THAN_THERE_IS)));
        for (int i = 1; i <= 1_000; i++) {
            kernel.onNextWait(() -> pipe.write(3));
            pollUntilProgress(context);
            assertThat(bytes[0]).isEqualTo(3L * i);
        }
    }

    @Test
    void theEndThatComesWithTheLastBytesIsHeard() {
        Pipe pipe = pipe();
        context.setFdHandler(pipe.readFd(), drains(() -> {
            long count = pipe.read(MORE_THAN_THERE_IS);
            log.add("read " + count);
            if (count == 0) {
                context.removeFdHandler(pipe.readFd());
            }
        }));
        context.poll(false);
        pipe.write(5);
        pipe.closeWriter();
        assertThat(turn()).containsExactly("read 5");
        assertThat(turn()).containsExactly("read 0");
        assertThat(turn()).isEmpty();
    }

    @Test
    void soIsTheEndOfWhatAPeerSends() {
        int[] ends = SocketPair.open();
        Fd ours = closing(Fd.adopt(Syscalls.linux(), ends[0], "ours"));
        Fd peers = closing(Fd.adopt(Syscalls.linux(), ends[1], "the peer's"));
        context.setFdHandler(ours.value(), drains(() -> {
            String text = FdIo.readText(ours.value(), MORE_THAN_THERE_IS);
            log.add("'" + text + "'");
            if (text.isEmpty()) {
                context.removeFdHandler(ours.value());
            }
        }));
        context.poll(false);
        FdIo.writeText(peers.value(), "bye");
        Sockets.shutdownOutput(Syscalls.linux(), peers);
        assertThat(turn()).containsExactly("'bye'");
        assertThat(turn()).containsExactly("''");
        assertThat(turn()).isEmpty();
    }

    @Test
    void aCallbackThatThrowsIsCalledAgain() {
        Pipe pipe = pipe();
        context.setFdHandler(pipe.readFd(), drains(() -> {
            log.add("read");
            if (log.size() < 3) {
                throw new IllegalStateException("not drained");
            }
            pipe.read(MORE_THAN_THERE_IS);
        }));
        context.poll(false);
        pipe.write(1);
        for (int i = 0; i < 5; i++) {
            context.poll(false);
        }
        assertThat(log).hasSize(3);
        assertThat(takeErrors()).hasSize(2);
        log.clear();
        pipe.write(1);
        assertThat(turn()).as("it is watched on").isNotEmpty();
        takeErrors();
    }

    @Test
    void oneThatIsReplacedWhileItIsReadyIsCalled() {
        List<EventNotifier> sources = List.of(setSource(), setSource());
        Runnable replaceBoth = () -> {
            log.add("first");
            for (EventNotifier source : sources) {
                context.setFdHandler(source.fd(), drains(logging("second")));
            }
        };
        for (EventNotifier source : sources) {
            context.setFdHandler(source.fd(), drains(replaceBoth));
        }
        assertThat(turn()).containsExactly("first");
        assertThat(turn()).containsExactly("second", "second");
    }

    @Test
    void anExternalOneThatIsSkippedIsReportedAgain() {
        EventNotifier source = setSource();
        EventNotifier other = setSource();
        FdHandler external = FdHandler.builder()
                .onReadable(logging("external"))
                .external()
                .drains()
                .build();
        context.setFdHandler(source.fd(), external);
        context.setFdHandler(other.fd(), disablingExternal(other));
        context.poll(false);
        takeLog();
        context.poll(false);
        takeLog();
        context.enableExternal();
        assertThat(turn()).containsExactly("external");
    }

    @Test
    void oneThatIsWritableIsCalledWhenThereIsRoomAgain() {
        Pipe pipe = pipe();
        context.setFdHandler(
                pipe.writeFd(),
                FdHandler.builder().onWritable(logging("write")).drains().build());
        assertThat(turn()).containsExactly("write");
        pipe.fill();
        if (knowsEdges()) {
            assertThat(turn()).isEmpty();
        }
        pipe.drain();
        assertThat(turn()).containsExactly("write");
    }

    @Test
    void moreThanTheKernelReportsAtOnceAreAllHeard() {
        List<EventNotifier> sources = new ArrayList<>();
        int[] served = new int[MANY];
        for (int i = 0; i < MANY; i++) {
            EventNotifier source = source();
            sources.add(source);
            int index = i;
            context.setFdHandler(source.fd(), drains(() -> {
                source.testAndClear();
                served[index]++;
            }));
        }
        context.poll(false);
        for (int round = 1; round <= 3; round++) {
            sources.forEach(EventNotifier::set);
            for (int i = 0; i < MANY; i++) { // a look at an io_uring may find only 20 of them
                context.poll(false);
            }
            assertThat(served).containsOnly(round);
        }
    }

    @Test
    void aRegularFileIsAlwaysReady() {
        int file = closing(new RegularFile()).fd();
        try (LogCapture logged = new LogCapture("org.aioactors.aio.fdmon")) {
            context.setFdHandler(file, drains(logging("file")));
            assertThat(turn()).containsExactly("file");
            assertThat(turn()).containsExactly("file");
            assertThat(logged.lines()).hasSize(setup.isEpoll() ? 1 : 0);
        }
    }

    @Test
    void itGoesAlongToAnotherMonitor() {
        Pipe pipe = pipe();
        context.setFdHandler(pipe.readFd(), drains(() -> {
            log.add("read");
            pipe.read(MORE_THAN_THERE_IS);
        }));
        context.poll(false);
        pipe.write(1);
        assertThat(turn()).containsExactly("read");
        pipe.write(1);
        context.foreignLoop();
        assertThat(turn()).containsExactly("read");
        pipe.write(1);
        assertThat(turn()).containsExactly("read");
    }

    @Test
    void aRemovedOneLetsTheFileGo() {
        Pipe pipe = pipe();
        context.setFdHandler(pipe.readFd(), drains(logging("read")));
        context.poll(false);
        pipe.write(1);
        assertThat(turn()).containsExactly("read");
        context.removeFdHandler(pipe.readFd());
        pipe.closeReader();
        assertThat(pipe.tryWrite()).isEqualTo(-Errno.EPIPE);
    }

    @Test
    void soDoesOneOfWhichThereIsNewsUnderWay() {
        Pipe pipe = pipe();
        context.setFdHandler(pipe.readFd(), drains(logging("read")));
        context.poll(false);
        pipe.write(1);
        context.removeFdHandler(pipe.readFd());
        pipe.closeReader();
        assertThat(pipe.tryWrite()).isEqualTo(-Errno.EPIPE);
    }
}
