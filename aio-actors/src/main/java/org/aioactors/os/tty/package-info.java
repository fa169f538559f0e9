// SPDX-License-Identifier: Apache-2.0
/**
 * Terminals, serial lines and pseudoterminals as messages: {@link org.aioactors.os.tty.Tty}.
 */
@NullMarked
package org.aioactors.os.tty;

import org.jspecify.annotations.NullMarked;
