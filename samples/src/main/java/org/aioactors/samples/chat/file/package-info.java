// SPDX-License-Identifier: Apache-2.0
/** Small files that are read and replaced whole, and what blocks kept off the loops. */
@org.jspecify.annotations.NullMarked
package org.aioactors.samples.chat.file;
