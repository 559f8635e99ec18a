package org.ostler.platform;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A backup while it is written: a ZIP file under another name until it is whole and on disk, readable by its owner
 * alone. Its last entry, the manifest, names every other one with its SHA-256.
 */
public final class ArchiveWriter implements Closeable {
    public static final String MANIFEST = "manifest.json";

    /** Counts up when a reader of the one before could not read it. */
    public static final int FORMAT = 1;

    /**
     * What an archive says of itself.
     *
     * @param schema the database's version
     * @param facts further ones, for people
     * @param entries SHA-256 by name
     */
    public record Manifest(
            int format, Instant madeAt, String schema, Map<String, String> facts, Map<String, String> entries) {}

    /** Writes one entry's content. */
    public interface Content {
        void writeTo(OutputStream to) throws IOException;
    }

    private final Path target;
    private final Path part;
    private final ZipOutputStream zip;
    private final Map<String, String> entries = new TreeMap<>();

    /** @param target does not exist yet */
    public ArchiveWriter(Path target) throws IOException {
        this.target = target;
        this.part = target.resolveSibling(target.getFileName() + ".part");
        Files.deleteIfExists(part);
        if (Files.getFileStore(target.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        zip = new ZipOutputStream(Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        zip.setLevel(Deflater.BEST_SPEED);
    }

    public void add(String name, Content content) throws IOException {
        MessageDigest digest = digest();
        zip.putNextEntry(new ZipEntry(name));
        content.writeTo(new DigestOutputStream(new Kept(zip), digest));
        zip.closeEntry();
        entries.put(name, HexFormat.of().formatHex(digest.digest()));
    }

    public Set<String> names() {
        return entries.keySet();
    }

    /** Writes the manifest; when this returns the archive is on disk under its name. */
    public void finish(Instant madeAt, String schema, Map<String, String> facts) throws IOException {
        zip.putNextEntry(new ZipEntry(MANIFEST));
        zip.write(Json.mapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsBytes(new Manifest(FORMAT, madeAt, schema, facts, entries)));
        zip.closeEntry();
        zip.close();
        try (FileChannel file = FileChannel.open(part, StandardOpenOption.WRITE)) {
            file.force(true);
        }
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(target.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    /** Without {@link #finish} nothing is left. */
    @Override
    public void close() throws IOException {
        try {
            zip.close();
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** In hexadecimal digits. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest().digest(bytes));
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Stays open when an entry's writer closes what it was given. */
    private static final class Kept extends FilterOutputStream {
        Kept(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
