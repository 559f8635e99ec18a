package org.ostler.lab;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The host runner's calls around files: stat, put, remove, link. */
final class HostRunnerFiles {
    private static final int REFUSED = 3;

    /** A refusal in the words of the contract: {@code refused CODE words}. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String code, String words) {
            super("refused " + code + " " + words);
        }
    }

    private final Invocation call;
    private final LabFileSystem files;
    private final List<String> words;
    private final String path;

    HostRunnerFiles(Invocation call) {
        this.call = call;
        this.files = call.host().files();
        this.words = call.arguments();
        this.path = words.get(1);
    }

    int run() throws IOException {
        try {
            switch (words.get(0)) {
                case "stat" -> call.println(state());
                case "put" -> put();
                case "remove" -> remove();
                default -> link();
            }
            return 0;
        } catch (Refused refused) {
            call.println(refused.getMessage());
            return REFUSED;
        }
    }

    private String state() {
        Optional<LabFileSystem.Entry> entry = files.entry(path);
        if (entry.isEmpty()) {
            return files.isDirectory(path) ? "directory" : "missing";
        }
        LabFileSystem.Entry file = entry.get();
        return file.link().isEmpty()
                ? "file " + FilePrograms.sha256(file.bytes()) + " " + file.mode() + " " + file.owner()
                : "link " + file.link();
    }

    private void put() throws IOException, Refused {
        byte[] content = call.in().readAllBytes();
        checkPlace();
        checkContent(words.get(2));
        Optional<LabFileSystem.Entry> old = files.entry(path);
        String mode =
                words.get(3).equals("-") ? old.map(LabFileSystem.Entry::mode).orElse("644") : words.get(3);
        String owner =
                words.get(4).equals("-") ? old.map(LabFileSystem.Entry::owner).orElse("root:root") : words.get(4);
        if (files.isFull()) {
            throw new Refused("no-space", "cannot write in " + LabPaths.parent(path));
        }
        if (!FilePrograms.sha256(content).equals(words.get(5))) {
            throw new Refused("damaged", "the content did not arrive whole");
        }
        count();
        files.write(path, content, mode.replaceFirst("^0(?=\\d{3}$)", ""), owner);
        done();
    }

    private void remove() throws IOException, Refused {
        checkPlace();
        checkContent(words.get(2));
        count();
        files.remove(path);
        done();
    }

    private void link() throws IOException, Refused {
        checkPlace();
        Optional<LabFileSystem.Entry> old = files.entry(path);
        if (old.isEmpty() ? files.isDirectory(path) : old.get().link().isEmpty()) {
            throw new Refused("exists", path + " is there and no link");
        }
        if (old.isEmpty() || !old.get().link().equals(words.get(2))) {
            count();
            files.link(path, words.get(2));
        }
        done();
    }

    private void checkPlace() throws Refused {
        String parent = LabPaths.parent(path);
        Optional<LabFileSystem.Entry> entry = files.entry(parent);
        if (entry.isPresent() && !entry.get().link().isEmpty()) {
            throw new Refused("symlink", parent + " is really " + entry.get().link());
        }
        if (!files.isDirectory(parent)) {
            throw new Refused("no-directory", parent + " is not there");
        }
    }

    private void checkContent(String expected) throws Refused {
        Optional<LabFileSystem.Entry> entry = files.entry(path);
        if (entry.isPresent() && !entry.get().link().isEmpty()) {
            throw new Refused("symlink", path + " points to " + entry.get().link());
        }
        if (expected.equals("-")) {
            if (files.exists(path)) {
                throw new Refused("changed", path + " exists, it was not there before");
            }
        } else if (entry.isEmpty()) {
            throw new Refused("changed", path + " is no file any more");
        } else if (!FilePrograms.sha256(entry.get().bytes()).equals(expected)) {
            throw new Refused("changed", path + " has another content than expected");
        }
    }

    private void count() {
        List<String> counted = words.subList(0, Math.min(2, words.size()));
        long number = call.host()
                .centre()
                .ledger()
                .started(
                        call.host().name(),
                        "runner",
                        Optional.empty(),
                        List.of("host-runner", counted.get(0), counted.get(1)));
        call.host().centre().ledger().ended(number, 0);
    }

    private void done() throws IOException {
        call.host().centre().save();
        call.println("done");
    }
}
