// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples.bench.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.aioactors.samples.bench.WrongResultException;
import org.junit.jupiter.api.Test;

/** An echo that is not what was sent is found, wherever it goes wrong. */
class EchoStreamTest {
    /** More than a period of the bytes, so that all of them are behind. */
    private static final int SENT = 100_000;

    private static final int BEFORE = 70_001;

    private final EchoStream stream = new EchoStream(new TestBytes(), 3);
    private final byte[] sent = send(stream, SENT);

    private static byte[] send(EchoStream stream, int count) {
        ByteBuffer next = stream.unsent(count);
        byte[] bytes = new byte[next.remaining()];
        next.get(bytes);
        stream.sent(bytes.length);
        return bytes;
    }

    private void returned(int from, int to) {
        stream.returned(ByteBuffer.wrap(sent, from, to - from));
    }

    @Test
    void allThatWasSentMayComeBackInAnyPieces() {
        for (int from = 0, count = 1; from < SENT; from += count, count = count * 2 + 1) {
            returned(from, Math.min(SENT, from + count));
        }
        stream.ended();
        assertThat(stream.returnedBytes()).isEqualTo(SENT);
    }

    @Test
    void whatIsSentInPiecesIsTheSame() {
        EchoStream other = new EchoStream(new TestBytes(), 3);
        byte[] first = send(other, BEFORE);
        byte[] second = send(other, SENT);
        assertThat(first).isEqualTo(Arrays.copyOfRange(sent, 0, BEFORE));
        assertThat(second).isEqualTo(Arrays.copyOfRange(sent, BEFORE, SENT));
    }

    @Test
    void aLostByteIsFound() {
        returned(0, BEFORE);
        assertThatThrownBy(() -> returned(BEFORE + 1, SENT)).isInstanceOf(WrongResultException.class);
    }

    @Test
    void lostBytesAreFoundWhateverTheirNumber() {
        for (int lost : new int[] {2, 64, 1024, 4096, 16_384}) {
            EchoStream other = new EchoStream(new TestBytes(), 3);
            send(other, SENT);
            assertThatThrownBy(() -> other.returned(ByteBuffer.wrap(sent, lost, 64)))
                    .as("%d lost", lost)
                    .isInstanceOf(WrongResultException.class);
        }
    }

    @Test
    void aDoubledByteIsFound() {
        returned(0, BEFORE);
        assertThatThrownBy(() -> returned(BEFORE - 1, SENT - 1)).isInstanceOf(WrongResultException.class);
    }

    @Test
    void swappedBytesAreFound() {
        byte first = sent[BEFORE];
        sent[BEFORE] = sent[BEFORE + 1];
        sent[BEFORE + 1] = first;
        assertThat(first).isNotEqualTo(sent[BEFORE]);
        assertThatThrownBy(() -> returned(0, SENT))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining("byte " + BEFORE);
    }

    @Test
    void swappedMessagesAreFound() {
        returned(0, 64);
        assertThatThrownBy(() -> returned(128, 192)).isInstanceOf(WrongResultException.class);
    }

    @Test
    void aChangedBitIsFound() {
        sent[BEFORE] ^= 1;
        assertThatThrownBy(() -> returned(0, SENT))
                .isInstanceOf(WrongResultException.class)
                .hasMessageContaining("connection 3: byte " + BEFORE);
    }

    @Test
    void anotherConnectionsBytesAreFound() {
        byte[] others = send(new EchoStream(new TestBytes(), 4), 64);
        assertThatThrownBy(() -> stream.returned(ByteBuffer.wrap(others))).isInstanceOf(WrongResultException.class);
    }

    @Test
    void moreThanWasSentIsFound() {
        returned(0, SENT);
        assertThatThrownBy(() -> returned(SENT - 1, SENT)).isInstanceOf(WrongResultException.class);
    }

    @Test
    void anEarlyEndIsFound() {
        returned(0, SENT - 1);
        assertThatThrownBy(stream::ended).isInstanceOf(WrongResultException.class);
    }
}
