package io.rookery.worker.profile;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is written into it, in parts of a modest size: large arrays are hard on a small heap, and one that grows is copied again and again. For one thread. */
final class Parts extends OutputStream {
    private static final int PART = 64 * 1024;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] last = new byte[PART];
    private int used;

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        for (int done = 0; done < length; ) {
            if (used == PART) {
                full.add(last);
                last = new byte[PART];
                used = 0;
            }
            int next = Math.min(length - done, PART - used);
            System.arraycopy(bytes, offset + done, last, used, next);
            used += next;
            done += next;
        }
    }

    long size() {
        return (long) full.size() * PART + used;
    }

    /** What was written so far. */
    List<byte[]> list() {
        var all = new ArrayList<>(full);
        all.add(Arrays.copyOf(last, used));
        return all;
    }
}
