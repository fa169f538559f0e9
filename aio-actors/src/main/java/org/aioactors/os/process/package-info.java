// SPDX-License-Identifier: Apache-2.0
/**
 * Child processes as actors' messages: {@link org.aioactors.os.process.Processes}.
 *
 * <pre>
 *   ProcessManager        an actor: who may spawn, and when
 *        │  SpawnQueue, ChildLaunch   off the loop: files, pipes, posix_spawn, pidfd
 *   ChildActor            one for each child: streams, signals, timeout, owner
 *        │
 *     Reaper              one for each loop: which pidfds are ready; waits for each child once
 *        │
 *     Orphans             children that outlive their loop
 * </pre>
 */
@NullMarked
package org.aioactors.os.process;

import org.jspecify.annotations.NullMarked;
