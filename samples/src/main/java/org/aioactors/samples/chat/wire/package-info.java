// SPDX-License-Identifier: Apache-2.0
/** How messages go from one server to another. */
@org.jspecify.annotations.NullMarked
package org.aioactors.samples.chat.wire;
