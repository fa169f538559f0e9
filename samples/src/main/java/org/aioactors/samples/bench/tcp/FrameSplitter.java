// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import akka.util.ByteString;
import java.util.function.Consumer;

/** Makes messages of one length of bytes that come cut anywhere. Its actor's. */
final class FrameSplitter {
    private final int frameBytes;

    /** The beginning of the next message. */
    private ByteString rest = ByteString.emptyByteString();

    FrameSplitter(int frameBytes) {
        this.frameBytes = frameBytes;
    }

    void split(ByteString received, Consumer<ByteString> frames) {
        ByteString bytes = rest.isEmpty() ? received : rest.concat(received);
        while (bytes.size() >= frameBytes) {
            frames.accept(bytes.take(frameBytes));
            bytes = bytes.drop(frameBytes);
        }
        rest = bytes;
    }
}
