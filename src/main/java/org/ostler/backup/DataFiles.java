package org.ostler.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.ostler.platform.ArchiveWriter;

/** The data directory's files that are worth keeping, while others write to them. */
record DataFiles(Path directory, Path backups) {
    private static final Logger LOG = Logger.getLogger(DataFiles.class.getName());

    /** The database itself (its rows are taken), what a start makes anew, and the vault's key (see package-info). */
    private static final Pattern NOT_WORTH_IT = Pattern.compile(
            "ostler\\..*|vault\\.key|.*\\.pid|.*\\.log(\\..*)?|preboot"
                    + "|tls\\.p12|jvm\\.options|runtime\\..*|backup\\.(request|answer).*|restored\\.json|first-password");

    private static final Set<String> DIRECTORIES = Set.of("lab", "restore", "backups", "backup");
    private static final Set<String> OF_THE_JOURNAL = Set.of("lock", "probe");
    private static final Set<String> GROWING = Set.of(".jsonl", ".cast");

    /** In the order in which they are taken: an index before the segment that it tells of. */
    List<Path> all() throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes about) {
                return at.equals(directory) || isWorthIt(at) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                if (about.isRegularFile() && isWorthIt(file)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) throws IOException {
                if (gone instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw gone;
            }
        });
        found.sort(
                Comparator.comparing((Path file) -> isGrowing(file) ? 1 : 0).thenComparing(Comparator.naturalOrder()));
        return found;
    }

    private boolean isWorthIt(Path path) {
        String name = path.getFileName().toString();
        boolean top = path.getParent().equals(directory);
        if (path.equals(backups) || (top && (DIRECTORIES.contains(name) || name.startsWith("replaced-")))) {
            return false;
        }
        boolean ofTheJournal = path.getParent().getFileName().toString().equals("journal");
        return !(top && NOT_WORTH_IT.matcher(name).matches()) && !(ofTheJournal && OF_THE_JOURNAL.contains(name));
    }

    private static boolean isGrowing(Path file) {
        String name = file.getFileName().toString();
        return GROWING.stream().anyMatch(name::endsWith);
    }

    /** As much as an archive takes at most, with the database as it lies here. */
    long size() throws IOException {
        long size = directory.resolve("ostler.mv.db").toFile().length();
        for (Path file : all()) {
            size += file.toFile().length();
        }
        return size;
    }

    void addTo(ArchiveWriter archive) throws IOException {
        for (Path file : all()) {
            String name = directory.relativize(file).toString().replace('\\', '/');
            try (InputStream in = Files.newInputStream(file)) {
                long length = isGrowing(file) ? wholeLines(file) : Long.MAX_VALUE;
                archive.add(name, out -> copy(in, out, length));
            } catch (NoSuchFileException removedMeanwhile) {
                LOG.log(Level.FINE, "removed while the backup was made", removedMeanwhile);
            }
        }
    }

    private static void copy(InputStream in, OutputStream out, long length) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = length;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return;
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    /** Up to its last line end as it is now. */
    private static long wholeLines(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            byte[] block = new byte[8_192];
            for (long end = bytes.length(); end > 0; end -= block.length) {
                long from = Math.max(0, end - block.length);
                int count = (int) (end - from);
                bytes.seek(from);
                bytes.readFully(block, 0, count);
                for (int at = count - 1; at >= 0; at--) {
                    if (block[at] == '\n') {
                        return from + at + 1;
                    }
                }
            }
            return 0;
        }
    }
}
