// SPDX-License-Identifier: Apache-2.0
/** The commands that only read what a server knows: of users, of channels, of itself. No actors. */
@org.jspecify.annotations.NullMarked
package org.aioactors.samples.chat.query;
