// SPDX-License-Identifier: Apache-2.0
/**
 * What the dispatchers and TCP do, as events of the JDK's Flight Recorder: one small class each.
 *
 * <p>The rare ones are on; those that may come many times a second are off unless a recording's settings switch them
 * on ({@code org.aioactors.LoopRelief#enabled=true}). All methods may be called by any thread and do not block.
 */
@NullMarked
package org.aioactors.trace;

import org.jspecify.annotations.NullMarked;
