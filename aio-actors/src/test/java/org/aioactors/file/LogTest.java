// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.util.ByteString;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of logs share: a writer on a kernel that a test can speak for, and who hears of its answers. */
abstract class LogTest extends FsTest {
    static final LogOptions OPTIONS = LogOptions.of(ConfigFactory.load());

    final FakeKernel kernel = new FakeKernel();
    TestProbe<Log.Answer> appender;

    @BeforeEach
    void startOnTheFakeKernel() {
        FileSettings settings = FileSettings.of(kit.system().settings().config());
        FileServices services = new FileServices(
                settings, new FileBudget(settings.maxBytes(), settings.maxOpenFiles()), kernel.kernel());
        manager = FileExtension.get(kit.system()).spawn(services, "fake-files");
        appender = kit.createTestProbe();
    }

    ActorRef<Log.Command> writer(LogOptions options) {
        return kit.spawn(LogWriter.create(folder, options, manager));
    }

    Log.Append append(ActorRef<Log.Command> log, String data) {
        Log.Append append = new Log.Append(ByteString.fromString(data), appender.ref());
        log.tell(append);
        return append;
    }

    /** Appends, and waits for the number. */
    long appended(ActorRef<Log.Command> log, String data) {
        Log.Append append = append(log, data);
        Log.Appended answer = appender.expectMessageClass(Log.Appended.class);
        assertThat(answer.request()).isSameAs(append);
        return answer.sequence();
    }

    void closeLog(ActorRef<Log.Command> log) {
        log.tell(new Log.Close());
        appender.expectTerminated(log);
    }

    /** All records, which are numbered one after the other. */
    List<String> records() {
        return records(0);
    }

    List<String> records(long from) {
        try (LogReader reader = LogReader.open(folder, from)) {
            List<String> records = new ArrayList<>();
            long expected = -1;
            for (LogRecord record = reader.next(); record != null; record = reader.next()) {
                if (expected >= 0) {
                    assertThat(record.sequence()).isEqualTo(expected);
                }
                expected = record.sequence() + 1;
                records.add(record.data().utf8String());
            }
            return records;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
