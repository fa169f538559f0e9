// SPDX-License-Identifier: Apache-2.0
/**
 * What the loops do, as events of the JDK's Flight Recorder: one small class each.
 *
 * <p>Those that come many times a second are off unless a recording's settings switch them on ({@code
 * org.aioactors.BusyPoll#enabled=true}). An event that is off costs a test of a flag, which the JIT compiler removes
 * while no recording runs. None has a stack trace. All methods may be called by any thread and do not block.
 */
@NullMarked
package org.aioactors.aio.trace;

import org.jspecify.annotations.NullMarked;
