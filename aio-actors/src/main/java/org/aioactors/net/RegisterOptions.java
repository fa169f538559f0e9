// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.jspecify.annotations.Nullable;

/**
 * How a handler wants its connection, for {@link Tcp.Register}.
 *
 * @param keepOpenOnPeerClosed whether the connection stays writable after the peer has shut down its side; if so,
 *     {@link Tcp.PeerClosed} announces that, and a second {@link Tcp.ConnectionClosed} the end
 * @param pullMode whether each read must be asked for by {@link Tcp.ResumeReading}, from the first one on
 * @param waterMarks whether the handler is told {@link Tcp.HighWater} and {@link Tcp.LowWater}
 * @param fullDuplex whether reading goes on while more than {@code aio.net.tcp.high-water-mark} is unsent. Of two ends
 *     that send a lot one must do so, or both may wait for each other for ever; the other must not if it answers what it
 *     reads, or a peer that does not read its answers fills its memory. Null, the default: an outgoing connection does,
 *     an accepted one does not
 * @param borrowedBuffers whether the handler is told {@link ReceivedBuffer} in place of {@link Tcp.Received}; wrap it in {@link
 *     Tcp#borrowing}
 */
public record RegisterOptions(
        boolean keepOpenOnPeerClosed,
        boolean pullMode,
        boolean waterMarks,
        @Nullable Boolean fullDuplex,
        boolean borrowedBuffers) {
    /** Closes the connection when the peer has closed its side. */
    public static final RegisterOptions DEFAULT = new RegisterOptions(false, false, false, null, false);

    /** Keeps the connection writable when the peer has closed its side. */
    public RegisterOptions withKeepOpenOnPeerClosed() {
        return new RegisterOptions(true, pullMode, waterMarks, fullDuplex, borrowedBuffers);
    }

    /** Reads only as {@link Tcp.ResumeReading} asks for it. */
    public RegisterOptions withPullMode() {
        return new RegisterOptions(keepOpenOnPeerClosed, true, waterMarks, fullDuplex, borrowedBuffers);
    }

    /** Has the handler told {@link Tcp.HighWater} and {@link Tcp.LowWater}. */
    public RegisterOptions withWaterMarks() {
        return new RegisterOptions(keepOpenOnPeerClosed, pullMode, true, fullDuplex, borrowedBuffers);
    }

    /** Reads on, or not, while much is unsent. */
    public RegisterOptions withFullDuplex(boolean on) {
        return new RegisterOptions(keepOpenOnPeerClosed, pullMode, waterMarks, on, borrowedBuffers);
    }

    /** Has the handler told {@link ReceivedBuffer} in place of {@link Tcp.Received}. */
    public RegisterOptions withBorrowedBuffers() {
        return new RegisterOptions(keepOpenOnPeerClosed, pullMode, waterMarks, fullDuplex, true);
    }
}
