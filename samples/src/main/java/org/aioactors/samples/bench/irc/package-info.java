// SPDX-License-Identifier: Apache-2.0
/**
 * Servers of IRC compared: a load that speaks it and checks every line, and
 * our chat server in turn with ngIRCd, InspIRCd and one with Netty under it
 * ({@link org.aioactors.samples.bench.irc.IrcComparison}).
 */
@NullMarked
package org.aioactors.samples.bench.irc;

import org.jspecify.annotations.NullMarked;
