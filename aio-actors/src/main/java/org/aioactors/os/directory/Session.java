// SPDX-License-Identifier: Apache-2.0
package org.aioactors.os.directory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.aioactors.aio.linux.DirectoryEntry;
import org.aioactors.aio.linux.Errno;
import org.aioactors.aio.linux.SyscallException;
import org.aioactors.aio.linux.Syscalls;

/**
 * All that is known by one inotify: from a beginning to the next, of which the reasons are that changes were lost and that the root
 * is gone. Then everything is forgotten, so that nothing of before is mistaken. The loop's thread only.
 */
final class Session {
    /** How many directories a piece of a scan has at most. */
    private static final int TARGETS = 64;

    private final Root root;
    private final Attachment attachment;
    private final WatchedTree tree;
    private final Changes changes;
    private final Consumer<DirectoryWatch.Event> listener;

    /** What is to be scanned; the first may be half done. */
    private final Deque<Scan.Target> targets = new ArrayDeque<>();

    /** Whether not all was told since the beginning. */
    private boolean beginning;

    Session(Root root, Attachment attachment, Consumer<DirectoryWatch.Event> listener) {
        this.root = root;
        this.attachment = attachment;
        this.listener = listener;
        this.tree = new WatchedTree(root.path());
        this.changes = new Changes(root, tree, listener, this::add);
        if (attachment.isThere()) {
            beginning = true;
            tree.watched(tree.root(), attachment.root());
            listener.accept(new DirectoryWatch.Watching(root.path()));
            add(tree.root());
        }
    }

    Attachment attachment() {
        return attachment;
    }

    Changes changes() {
        return changes;
    }

    private void add(WatchedTree.Node node) {
        targets.addLast(new Scan.Target(node, node.path(), node == tree.root()));
    }

    /** The next piece of what is to be scanned; it has no targets if that is nothing. */
    Scan nextScan(Syscalls syscalls) {
        List<Scan.Target> piece = new ArrayList<>();
        while (piece.size() < TARGETS && !targets.isEmpty()) {
            Scan.Target target = targets.removeFirst();
            if (tree.contains(target.node)) {
                piece.add(target.isBegun() ? target : target.at(target.node.path()));
            } else {
                target.close();
            }
        }
        List<Integer> stale = tree.stale();
        tree.clearStale();
        return new Scan(syscalls, attachment.inotify().value(), root, piece, stale);
    }

    /** It could not be begun. */
    void putBack(Scan scan) {
        for (int i = scan.targets().size() - 1; i >= 0; i--) {
            targets.addFirst(scan.targets().get(i));
        }
        tree.addStale(scan.stale());
    }

    /**
     * Tells what a piece of a scan has found.
     *
     * @throws SyscallException if no directory can be watched any more
     */
    void scanned(Scan scan) {
        List<Scan.Target> rest = new ArrayList<>();
        for (Scan.Target target : scan.targets()) {
            if (target.failure != null) {
                failed(target, target.failure);
            } else if (target.isBegun()) {
                found(target);
                if (!target.done) {
                    rest.add(target);
                }
            } else {
                rest.add(target);
            }
        }
        for (int i = rest.size() - 1; i >= 0; i--) {
            targets.addFirst(rest.get(i));
        }
    }

    private void found(Scan.Target target) {
        tree.watched(target.node, target.watch);
        for (DirectoryEntry entry : target.entries) {
            boolean directory = entry.type() == DirectoryEntry.DT_DIR;
            listener.accept(new DirectoryWatch.Found(target.node.pathOf(entry.name()), directory));
            if (directory && root.options().recursive() && target.node.child(entry.name()) == null) {
                add(tree.add(target.node, entry.name()));
            }
        }
        target.entries.clear();
    }

    private void failed(Scan.Target target, SyscallException failure) {
        if (failure.errno() == Errno.ENOSPC || failure.errno() == Errno.ENOMEM) {
            throw failure;
        } else if (Scan.isGone(failure)) {
            tree.lost(target.node);
        } else {
            listener.accept(new DirectoryWatch.NotWatched(target.node.path(), failure));
        }
    }

    /** All that the kernel has told so far is read. */
    void drained() {
        tree.drained();
    }

    /** Nothing is left to be scanned. */
    void nothingToScan() {
        if (beginning) {
            beginning = false;
            listener.accept(new DirectoryWatch.Scanned(root.path()));
        }
    }

    /** Closes what is open beside the inotify. */
    void close() {
        targets.forEach(Scan.Target::close);
        targets.clear();
    }
}
