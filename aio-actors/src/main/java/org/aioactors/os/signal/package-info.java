// SPDX-License-Identifier: Apache-2.0
/**
 * Signals to this process as actors' messages: {@link org.aioactors.os.signal.Signals}.
 */
@NullMarked
package org.aioactors.os.signal;

import org.jspecify.annotations.NullMarked;
