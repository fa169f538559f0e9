// SPDX-License-Identifier: Apache-2.0
package org.aioactors.samples;

import org.aioactors.aio.linux.ForbiddenIoUringContract;

/** The samples without io_uring. */
class ForbiddenIoUringTest extends ForbiddenIoUringContract {}
