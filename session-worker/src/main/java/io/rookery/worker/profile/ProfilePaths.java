package io.rookery.worker.profile;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The paths of a profile's files, relative to its directory, with slashes. */
final class ProfilePaths {
    private ProfilePaths() {}

    /** Refuses what would leave the directory or overwrite itself. */
    static void verify(List<String> all) throws ProfileDamaged {
        Set<String> paths = new HashSet<>();
        for (String path : all) {
            if (!isInside(path)) throw new ProfileDamaged("path leaves the profile: " + path);
            if (!paths.add(path)) throw new ProfileDamaged("path stands twice: " + path);
        }
        for (String path : paths) {
            for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                if (paths.contains(path.substring(0, slash))) {
                    throw new ProfileDamaged("path is a file and a directory: " + path.substring(0, slash));
                }
            }
        }
    }

    private static boolean isInside(String path) {
        if (path.isEmpty() || path.indexOf('\\') >= 0 || path.indexOf('\0') >= 0) return false;
        for (String name : path.split("/", -1)) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) return false;
        }
        return true;
    }
}
