// SPDX-License-Identifier: Apache-2.0
package org.aioactors.udp;

import org.aioactors.aio.LoopCounter;

/** What sockets of one loop do, which counts; any thread reads. */
final class UdpCounters {
    final LoopCounter receivedDatagrams = new LoopCounter();
    final LoopCounter receivedBytes = new LoopCounter();
    final LoopCounter sentDatagrams = new LoopCounter();
    final LoopCounter sentBytes = new LoopCounter();
    final LoopCounter dropped = new LoopCounter();
    final LoopCounter truncated = new LoopCounter();
    final LoopCounter refused = new LoopCounter();
}
