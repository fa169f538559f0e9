// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import static org.aioactors.dispatcher.Eventually.await;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.aioactors.aio.linux.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A log on a disk that is full, fails, or lies. */
class LogFaultTest extends LogTest {
    private FakeKernel.Fate failing(String name, int errno) {
        return call -> call.name.equals(name) ? -errno : null;
    }

    private void expectFailed(String data, int errno) {
        Log.AppendFailed failed = appender.expectMessageClass(Log.AppendFailed.class);
        assertThat(failed.request().data().utf8String()).isEqualTo(data);
        assertThat(((FileException) failed.cause()).errno()).isEqualTo(errno);
    }

    @Test
    void aFullDiskIsToldToAllThatWaitAndTheLogGoesOnWhenThereIsRoom() {
        ActorRef<Log.Command> log = writer(OPTIONS);
        appended(log, "kept");
        kernel.fate(call -> call.name.equals("write") ? FakeKernel.HOLD : null);
        append(log, "batch");
        await(() -> kernel.held() == 1);
        append(log, "waits");
        append(log, "as well");
        AtomicInteger writes = new AtomicInteger();
        kernel.fate(call -> {
            if (!call.name.equals("write")) {
                return null;
            }
            call.shorten(Math.min(call.length(), 5)); // a part of a record stays
            return writes.incrementAndGet() > 1 ? -Errno.ENOSPC : null;
        });
        kernel.release(); // "batch" goes through
        assertThat(appender.expectMessageClass(Log.Appended.class).sequence()).isEqualTo(1);
        expectFailed("waits", Errno.ENOSPC);
        expectFailed("as well", Errno.ENOSPC);
        append(log, "still full");
        expectFailed("still full", Errno.ENOSPC);
        assertThat(records()).containsExactly("kept", "batch");
        kernel.fate(call -> null);
        assertThat(appended(log, "again")).isEqualTo(2);
        closeLog(log);
        assertThat(records()).containsExactly("kept", "batch", "again");
    }

    /** The kernel says of the next synchronisation that all is well, though the bytes are lost: it must not be asked. */
    @Test
    void aFileWhoseSynchronisationFailedIsNotWrittenOrSynchronisedAgain() {
        ActorRef<Log.Command> log = writer(OPTIONS);
        appended(log, "kept");
        AtomicInteger badFd = new AtomicInteger(-1);
        List<String> usesOfBad = new ArrayList<>();
        kernel.fate(call -> {
            if (call.name.equals("fsync") && badFd.compareAndSet(-1, call.fd())) {
                return -Errno.EIO;
            }
            if (call.name.equals("close") && call.fd() == badFd.get()) {
                badFd.set(-2); // its number may be another file's from now on
            } else if ((call.name.equals("write") || call.name.equals("fsync")) && call.fd() == badFd.get()) {
                usesOfBad.add(call.name);
            }
            return null;
        });
        append(log, "lost");
        expectFailed("lost", Errno.EIO);
        assertThat(appended(log, "next")).isEqualTo(1);
        assertThat(usesOfBad).isEmpty();
        closeLog(log);
        assertThat(records()).containsExactly("kept", "next");
        ActorRef<Log.Command> another = writer(OPTIONS);
        assertThat(appended(another, "last")).isEqualTo(2);
        assertThat(records()).containsExactly("kept", "next", "last");
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "write", "fsync", "rename"})
    void aFileThatCannotBeBegunIsBegunWithTheNextAppend(String call) {
        kernel.fate(failing(call, Errno.EIO));
        ActorRef<Log.Command> log = writer(OPTIONS);
        append(log, "lost");
        expectFailed("lost", Errno.EIO);
        append(log, "lost as well");
        expectFailed("lost as well", Errno.EIO);
        kernel.fate(call2 -> null);
        assertThat(appended(log, "first")).isZero();
        kernel.fate(failing(call, Errno.EIO)); // now with records to carry over
        closeLog(log);
        log = writer(OPTIONS);
        append(log, "lost");
        expectFailed("lost", Errno.EIO);
        kernel.fate(call2 -> null);
        assertThat(appended(log, "second")).isEqualTo(1);
        assertThat(records()).containsExactly("first", "second");
        closeLog(log);
        await(() -> openFiles().isEmpty());
    }

    /** Whatever fails at whatever call: what was acknowledged is there, in its place, and nothing that is not a record. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void nothingAcknowledgedIsLostWhateverFails(long seed) {
        Random random = new Random(seed);
        int[] errors = {Errno.EIO, Errno.ENOSPC, Errno.EINTR};
        kernel.fate(call -> {
            if (call.name.equals("write") && random.nextInt(3) == 0) {
                call.shorten(1 + random.nextInt(call.length()));
            }
            return call.name.equals("close") || random.nextInt(8) > 0 ? null : -errors[random.nextInt(errors.length)];
        });
        List<String> acknowledged = new ArrayList<>();
        for (int start = 0; start < 6; start++) {
            ActorRef<Log.Command> log = writer(OPTIONS.withSegmentBytes(400));
            for (int i = 0; i < 40; i++) {
                int together = 1 + random.nextInt(4);
                for (int j = 0; j < together; j++) {
                    append(log, start + "/" + i + "/" + j + "x".repeat(random.nextInt(60)));
                }
                for (int j = 0; j < together; j++) {
                    if (appender.receiveMessage() instanceof Log.Appended appended) {
                        while (acknowledged.size() <= appended.sequence()) {
                            acknowledged.add(null); // one that failed and was found again at a start
                        }
                        acknowledged.set(
                                (int) appended.sequence(),
                                appended.request().data().utf8String());
                    }
                }
            }
            closeLog(log);
        }
        kernel.fate(call -> null);
        closeLog(writer(OPTIONS));
        List<String> records = records();
        assertThat(acknowledged).isNotEmpty();
        for (int i = 0; i < acknowledged.size(); i++) {
            if (acknowledged.get(i) != null) {
                assertThat(records.get(i)).as("record %s", i).isEqualTo(acknowledged.get(i));
            }
        }
    }
}
