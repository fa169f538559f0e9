// SPDX-License-Identifier: Apache-2.0
/** One short program for each kind of fd that does something one would want. */
@NullMarked
package org.aioactors.samples.fds;

import org.jspecify.annotations.NullMarked;
