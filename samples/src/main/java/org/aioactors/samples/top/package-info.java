// SPDX-License-Identifier: Apache-2.0

/**
 * {@code aio-top}: shows what the event loops of another JVM do, read from its MXBeans.
 *
 * <pre>
 *   Target ──connect──► Connection ──read──► Sample ─┐
 *                                                    ├─► Rates ──► Table, Detail ──► Screen, or the output
 *                                  the one before ───┘        └──► Json
 * </pre>
 */
@NullMarked
package org.aioactors.samples.top;

import org.jspecify.annotations.NullMarked;
