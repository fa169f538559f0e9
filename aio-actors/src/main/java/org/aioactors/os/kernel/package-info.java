// SPDX-License-Identifier: Apache-2.0
/**
 * News of the kernel as messages to actors of any dispatcher: the {@linkplain org.aioactors.os.kernel.WallClock wall clock},
 * {@linkplain org.aioactors.os.kernel.EventCounter counters}, {@linkplain org.aioactors.os.kernel.Fifo FIFOs}, {@linkplain
 * org.aioactors.os.kernel.NetworkLinks network links}, {@linkplain org.aioactors.os.kernel.Pressure pressure} and {@linkplain
 * org.aioactors.os.kernel.InputDevice input devices}.
 *
 * <p>Each has a static method that opens one, for any thread, which does not block. It lives on a loop of {@code
 * aio.net.dispatcher}, tells its listener, reads no more while that has too many unhandled messages, and is closed when the
 * listener has stopped, however it stopped. After {@code Failed} nothing follows.
 */
@NullMarked
package org.aioactors.os.kernel;

import org.jspecify.annotations.NullMarked;
