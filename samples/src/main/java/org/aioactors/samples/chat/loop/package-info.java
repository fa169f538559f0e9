// SPDX-License-Identifier: Apache-2.0
/** The clients of one loop: what they are told of channels and users, each line made once. */
@NullMarked
package org.aioactors.samples.chat.loop;

import org.jspecify.annotations.NullMarked;
