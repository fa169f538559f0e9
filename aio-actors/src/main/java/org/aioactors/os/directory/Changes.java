// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.aioactors.aio.linux.Inotify;

/**
 * Makes changes of what inotify tells, keeps the tree up to date, and pairs the halves of moves.
 *
 * <p>A directory's lock is held until both halves of a move are told, so nothing about either of the two names comes in
 * between: a half is alone as soon as there is something else about its name, or when for some time nothing came. One thread at a
 * time.
 */
final class Changes {
    /** Of how many moves the first half is kept. */
    private static final int MOST_HALVES = 64;

    /** What was moved from somewhere, and not yet to somewhere. */
    private static final class Half {
        final WatchedTree.Node directory;
        final String name;
        final boolean isDirectory;
        boolean old;

        Half(WatchedTree.Node directory, String name, boolean isDirectory) {
            this.directory = directory;
            this.name = name;
            this.isDirectory = isDirectory;
        }
    }

    private static final int NAMES =
            Inotify.IN_CREATE | Inotify.IN_DELETE | Inotify.IN_MOVED_FROM | Inotify.IN_MOVED_TO;

    private final Root root;
    private final WatchedTree tree;
    private final Consumer<DirectoryWatch.Event> listener;
    private final Consumer<WatchedTree.Node> scanner;

    /** By cookie, oldest first. */
    private final Map<Integer, Half> halves = new LinkedHashMap<>();

    /**
     * For a tree.
     *
     * @param scanner is given each directory that is to be watched and listed
     */
    Changes(Root root, WatchedTree tree, Consumer<DirectoryWatch.Event> listener, Consumer<WatchedTree.Node> scanner) {
        this.root = root;
        this.tree = tree;
        this.listener = listener;
        this.scanner = scanner;
    }

    /** Takes something about a name in a directory, or about a watch. */
    void take(int watch, int mask, int cookie, String name) {
        WatchedTree.Node directory = tree.byWatch(watch);
        if (directory == null) {
            return; // gone from the tree meanwhile
        }
        if ((mask & Inotify.IN_IGNORED) != 0) {
            tree.ended(watch);
        } else if ((mask & Inotify.IN_UNMOUNT) != 0) {
            unmounted(directory);
        } else if (!name.isEmpty() && root.isTold(name)) {
            boolean isDirectory = (mask & Inotify.IN_ISDIR) != 0;
            if ((mask & NAMES) == 0) {
                changed(directory.pathOf(name), mask, isDirectory);
            } else {
                named(directory, name, mask, cookie, isDirectory);
            }
        }
    }

    private void changed(String path, int mask, boolean isDirectory) {
        if ((mask & Inotify.IN_MODIFY) != 0) {
            listener.accept(new DirectoryWatch.Modified(path));
        } else if ((mask & Inotify.IN_CLOSE_WRITE) != 0) {
            listener.accept(new DirectoryWatch.Written(path));
        } else if ((mask & Inotify.IN_ATTRIB) != 0) {
            listener.accept(new DirectoryWatch.AttributesChanged(path, isDirectory));
        }
    }

    private void named(WatchedTree.Node directory, String name, int mask, int cookie, boolean isDirectory) {
        Half other = (mask & Inotify.IN_MOVED_TO) != 0 ? halves.remove(cookie) : null;
        settle(directory, name);
        if (other != null) {
            moved(other, directory, name, isDirectory);
        } else if ((mask & Inotify.IN_MOVED_FROM) != 0) {
            keep(cookie, new Half(directory, name, isDirectory));
        } else if ((mask & Inotify.IN_DELETE) != 0) {
            tree.deleted(directory, name);
            listener.accept(new DirectoryWatch.Deleted(directory.pathOf(name), isDirectory));
        } else {
            String path = directory.pathOf(name);
            boolean created = (mask & Inotify.IN_CREATE) != 0;
            listener.accept(
                    created
                            ? new DirectoryWatch.Created(path, isDirectory)
                            : new DirectoryWatch.MovedIn(path, isDirectory));
            // What was found already is not older than this.
            WatchedTree.Node found = directory.child(name);
            if (isDirectory && !(created && found != null && !found.isLost())) {
                scan(directory, name);
            }
        }
    }

    private void scan(WatchedTree.Node directory, String name) {
        if (root.options().recursive()) {
            scanner.accept(tree.add(directory, name));
        }
    }

    /**
     * Of a directory that is not known as it was, since a scan has met it under its new name, what was told below it may be wrong:
     * that is forgotten, and it is scanned again.
     */
    private void moved(Half from, WatchedTree.Node directory, String name, boolean isDirectory) {
        boolean known = tree.contains(from.directory);
        String before = from.directory.pathOf(from.name);
        String after = directory.pathOf(name);
        boolean watched = isDirectory && root.options().recursive();
        if (known && (!watched || tree.move(from.directory, from.name, directory, name))) {
            listener.accept(new DirectoryWatch.Moved(before, after, isDirectory));
            return;
        }
        if (known) {
            movedOut(from);
        }
        listener.accept(new DirectoryWatch.MovedIn(after, isDirectory));
        if (isDirectory) {
            scan(directory, name);
        }
    }

    private void keep(int cookie, Half half) {
        halves.put(cookie, half);
        if (halves.size() > MOST_HALVES) {
            Iterator<Half> oldest = halves.values().iterator();
            Half alone = oldest.next();
            oldest.remove();
            movedOut(alone);
        }
    }

    /** There is something else about a name: what was moved from there is elsewhere. */
    private void settle(WatchedTree.Node directory, String name) {
        for (Iterator<Half> each = halves.values().iterator(); each.hasNext(); ) {
            Half half = each.next();
            if (half.directory == directory && half.name.equals(name)) {
                each.remove();
                movedOut(half);
            }
        }
    }

    boolean hasHalves() {
        return !halves.isEmpty();
    }

    /** Halves that were there at the last call are alone. */
    void age() {
        for (Iterator<Half> each = halves.values().iterator(); each.hasNext(); ) {
            Half half = each.next();
            if (half.old) {
                each.remove();
                movedOut(half);
            }
            half.old = true;
        }
    }

    /** What was in a directory that is gone from the tree was forgotten with it. */
    private void movedOut(Half half) {
        if (tree.contains(half.directory)) {
            tree.remove(half.directory, half.name);
            listener.accept(new DirectoryWatch.MovedOut(half.directory.pathOf(half.name), half.isDirectory));
        }
    }

    private void unmounted(WatchedTree.Node directory) {
        listener.accept(new DirectoryWatch.Unmounted(directory.path()));
        WatchedTree.Node parent = directory.parent();
        if (parent != null) {
            scan(parent, directory.name());
        }
    }
}
