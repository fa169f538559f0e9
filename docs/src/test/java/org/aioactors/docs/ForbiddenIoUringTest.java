// SPDX-License-Identifier: Apache-2.0
package org.aioactors.docs;

import org.aioactors.aio.linux.ForbiddenIoUringContract;

/** The examples without io_uring. */
class ForbiddenIoUringTest extends ForbiddenIoUringContract {}
