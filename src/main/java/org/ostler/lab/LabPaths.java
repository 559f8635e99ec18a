package org.ostler.lab;

import java.util.ArrayDeque;
import java.util.Deque;

/** Absolute paths of simulated hosts. */
final class LabPaths {
    private LabPaths() {}

    static String absolute(String directory, String word) {
        String from = word.equals("~") || word.startsWith("~/")
                ? "/root/" + word.substring(1)
                : word.startsWith("/") ? word : directory + "/" + word;
        Deque<String> names = new ArrayDeque<>();
        for (String name : from.split("/+", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return "/" + String.join("/", names);
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
