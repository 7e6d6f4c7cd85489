package io.rookery.worker.profile;

/**
 * Which data key of a session: by the generation that it was made for. Generations only grow, also over a deletion, so an id never stands for another key of the session's later lives, and a
 * deletion of a key's object that arrives late hits nothing.
 */
record DataKeyId(ManifestKey madeFor) implements Comparable<DataKeyId> {

    String text() {
        return madeFor.text();
    }

    @Override
    public int compareTo(DataKeyId other) {
        return madeFor.compareTo(other.madeFor);
    }
}
