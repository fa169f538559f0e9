// SPDX-License-Identifier: Apache-2.0
/** One client's session: reads its lines and carries them out, one after the other. */
@NullMarked
package org.aioactors.samples.chat.session;

import org.jspecify.annotations.NullMarked;
