// SPDX-License-Identifier: Apache-2.0
/**
 * Directories as messages to actors of any dispatcher: {@link org.aioactors.os.directory.DirectoryWatch}.
 *
 * <pre>
 *   DirectoryWatch ── spawns ──► DirectoryActor              on a loop: when to read, when to scan, when to begin again
 *                                  │   │   └── Changes        what was read, as events; the halves of moves paired
 *                                  │   └────── WatchedTree    which watch is of which directory
 *                                  ├── Attachment             off the loop: a new inotify, its root or what is left of the way to it
 *                                  └── Scan                   off the loop: watches directories, and then lists them
 * </pre>
 */
@NullMarked
package org.aioactors.os.directory;

import org.jspecify.annotations.NullMarked;
