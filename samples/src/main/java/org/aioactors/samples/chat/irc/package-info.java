// SPDX-License-Identifier: Apache-2.0
/** The protocol of IRC as text: lines, numerics, names, masks, modes and capabilities. No actors. */
@org.jspecify.annotations.NullMarked
package org.aioactors.samples.chat.irc;
