// SPDX-License-Identifier: Apache-2.0
/** What the dispatcher asks of the operating system beside its event loops. */
@NullMarked
package org.aioactors.os;

import org.jspecify.annotations.NullMarked;
