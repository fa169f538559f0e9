// SPDX-License-Identifier: Apache-2.0
/** The entry to aio-actors: {@link org.aioactors.Aio}, an extension of the typed actor system. */
@NullMarked
package org.aioactors;

import org.jspecify.annotations.NullMarked;
