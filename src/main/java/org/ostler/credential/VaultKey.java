package org.ostler.credential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/** The vault's key file: 32 random bytes as one line of hex, readable by its owner alone. */
final class VaultKey {
    private static final int LENGTH = 32;
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rw-------");

    private VaultKey() {}

    /** @throws IllegalStateException when others may read it, or it is no key */
    static byte[] readOrMake(Path file) {
        try {
            if (Files.notExists(file)) {
                make(file);
            }
            refuseOthers(file);
            byte[] key = HexFormat.of().parseHex(Files.readString(file).strip());
            if (key.length != LENGTH) {
                throw new IllegalStateException(file + " holds no key of " + LENGTH + " bytes. Bring back its backup.");
            }
            return key;
        } catch (IllegalArgumentException damaged) {
            throw new IllegalStateException(file + " is damaged. Bring back its backup.", damaged);
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " cannot be read or made", failure);
        }
    }

    /** Written whole beside its place, then moved: a start that is killed leaves no half key. */
    private static void make(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        byte[] key = new byte[LENGTH];
        new SecureRandom().nextBytes(key);
        Path fresh = Files.createTempFile(file.getParent(), "vault", ".new", attributes(file));
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            ByteBuffer text = ByteBuffer.wrap((HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.UTF_8));
            while (text.hasRemaining()) {
                channel.write(text);
            }
            channel.force(true);
        }
        Files.move(fresh, file);
    }

    private static FileAttribute<?>[] attributes(Path file) {
        return isPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNERS)}
                : new FileAttribute<?>[0];
    }

    private static void refuseOthers(Path file) throws IOException {
        if (!isPosix(file)) {
            return;
        }
        Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(file);
        if (!OWNERS.containsAll(allowed)) {
            throw new IllegalStateException("Others than its owner may use " + file + " ("
                    + PosixFilePermissions.toString(allowed) + "). Run: chmod 600 " + file
                    + " - and change every password and key stored so far if somebody may have read it.");
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
