// SPDX-License-Identifier: Apache-2.0
/** The users of the network, and the clients of a loop. */
@org.jspecify.annotations.NullMarked
package org.aioactors.samples.chat.network;
