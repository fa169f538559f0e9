// SPDX-License-Identifier: Apache-2.0
/**
 * A context inside GLib's main loop.
 *
 * <p>{@link org.aioactors.samples.glib.GLibSource} makes an {@link org.aioactors.aio.AioContext} a source of a {@code
 * GMainContext}; {@link org.aioactors.samples.glib.GLib} declares the functions of the library.
 */
@NullMarked
package org.aioactors.samples.glib;

import org.jspecify.annotations.NullMarked;
