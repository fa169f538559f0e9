// SPDX-License-Identifier: Apache-2.0
/** Clients that people use, in a terminal multiplexer, against a server. */
@NullMarked
package org.aioactors.samples.chat.clients;

import org.jspecify.annotations.NullMarked;
