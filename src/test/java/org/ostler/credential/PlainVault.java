package org.ostler.credential;

import java.nio.file.Path;

/** The real vault without a container. */
public final class PlainVault extends Vault {
    public PlainVault(Path key) {
        super(key);
    }
}
