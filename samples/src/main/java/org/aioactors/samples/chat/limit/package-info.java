// SPDX-License-Identifier: Apache-2.0
/** What a server must bound: floods, connections, silence, and who is not welcome. */
@org.jspecify.annotations.NullMarked
package org.aioactors.samples.chat.limit;
