// SPDX-License-Identifier: Apache-2.0
/**
 * Any file descriptor as messages to an actor: {@link org.aioactors.fd.FdWatch}.
 */
@NullMarked
package org.aioactors.fd;

import org.jspecify.annotations.NullMarked;
