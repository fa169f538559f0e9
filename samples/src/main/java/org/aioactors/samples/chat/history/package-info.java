// SPDX-License-Identifier: Apache-2.0
/**
 * What was said: kept in memory, or in a log on the disk that is read again after a restart, and asked for by {@code
 * CHATHISTORY}.
 *
 * <pre>
 *   loops ──Keep, Ask──► HistoryActor ──Append──► Log.writer        one a server
 *                          │  HistoryIndex: where each message is, and the youngest themselves
 *                          └─► HistoryReader, off the loops: the older ones
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package org.aioactors.samples.chat.history;
