// SPDX-License-Identifier: Apache-2.0
package org.aioactors.file;

import akka.util.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What waits to be appended, and what of it goes together. The writer only. */
final class LogQueue {
    /** Records that go to the disk together. */
    record Batch(List<Log.Append> appends, int bytes) {
        byte[] encode(long firstSequence) {
            List<ByteString> data = new ArrayList<>(appends.size());
            for (Log.Append append : appends) {
                data.add(append.data());
            }
            return LogFormat.encode(data, firstSequence, bytes);
        }
    }

    private final LogOptions options;
    private final Deque<Log.Append> waiting = new ArrayDeque<>();
    private long waitingBytes;

    LogQueue(LogOptions options) {
        this.options = options;
    }

    /** Takes an append; if it can't, returns why. */
    @Nullable String offer(Log.Append append) {
        int size = append.data().size();
        if (size > options.maxRecordBytes()) {
            return size + " bytes are more than a record may have (aio.file.log.max-record-bytes = "
                    + options.maxRecordBytes() + ")";
        }
        if (waiting.size() >= options.maxWaitingRecords()) {
            return waiting.size() + " records wait already (aio.file.log.max-waiting)";
        }
        if (waitingBytes + size > options.maxWaitingBytes()) {
            return waitingBytes + " bytes wait already (aio.file.log.max-waiting-bytes = " + options.maxWaitingBytes()
                    + ")";
        }
        waiting.add(append);
        waitingBytes += size;
        return null;
    }

    /** How many wait. */
    int size() {
        return waiting.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Takes out as many as may go together, the oldest first; at least one if there is any. */
    Batch takeBatch() {
        List<Log.Append> appends = new ArrayList<>();
        int bytes = 0;
        for (Log.Append next = waiting.peek(); next != null; next = waiting.peek()) {
            int length = LogFormat.frameLength(next.data());
            if (bytes > options.batchBytes() - length) {
                break;
            }
            bytes += length;
            appends.add(waiting.remove());
            waitingBytes -= next.data().size();
        }
        return new Batch(appends, bytes);
    }

    /** Takes out all. */
    List<Log.Append> takeAll() {
        List<Log.Append> all = List.copyOf(waiting);
        waiting.clear();
        waitingBytes = 0;
        return all;
    }
}
