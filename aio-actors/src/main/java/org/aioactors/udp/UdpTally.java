// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

/** Counts what one socket does, for itself and for its loop. Loop thread only. */
final class UdpTally {
    private final UdpCounters ofSocket;
    private final UdpCounters ofLoop;

    UdpTally(UdpCounters ofSocket, UdpCounters ofLoop) {
        this.ofSocket = ofSocket;
        this.ofLoop = ofLoop;
    }

    /** So many were told, with so many bytes. */
    void received(int datagrams, long bytes) {
        ofSocket.receivedDatagrams.add(datagrams);
        ofSocket.receivedBytes.add(bytes);
        ofLoop.receivedDatagrams.add(datagrams);
        ofLoop.receivedBytes.add(bytes);
    }

    /** The kernel has taken so many, with so many bytes. */
    void sent(int datagrams, long bytes) {
        ofSocket.sentDatagrams.add(datagrams);
        ofSocket.sentBytes.add(bytes);
        ofLoop.sentDatagrams.add(datagrams);
        ofLoop.sentBytes.add(bytes);
    }

    /** The kernel has dropped so many that had come. */
    void dropped(int datagrams) {
        ofSocket.dropped.add(datagrams);
        ofLoop.dropped.add(datagrams);
    }

    /** One that was told was cut off. */
    void truncated() {
        ofSocket.truncated.increment();
        ofLoop.truncated.increment();
    }

    /** One was not sent. */
    void refused() {
        ofSocket.refused.increment();
        ofLoop.refused.increment();
    }
}
