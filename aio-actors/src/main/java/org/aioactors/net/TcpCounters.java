// SPDX-License-Identifier: Apache-2.0
package org.aioactors.net;

import org.aioactors.aio.LoopCounter;

/** What the connections of one listener, or the outgoing ones, do on one loop, which counts; any thread reads. */
final class TcpCounters {
    final LoopCounter connections = new LoopCounter();
    final LoopCounter receivedBytes = new LoopCounter();
    final LoopCounter sentBytes = new LoopCounter();
    final LoopCounter refusedWrites = new LoopCounter();
}
