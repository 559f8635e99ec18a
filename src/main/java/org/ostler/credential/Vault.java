package org.ostler.credential;

import jakarta.enterprise.context.ApplicationScoped;

/** Seals bytes with AES-256-GCM. The key lies in {@code <data>/vault.key}, 0600, made at first start. */
@ApplicationScoped
public class Vault {
    /** @param purpose bound to the result: sealed for one purpose cannot be opened for another */
    public byte[] seal(String purpose, byte[] plain) {
        throw new UnsupportedOperationException();
    }

    public byte[] open(String purpose, byte[] sealed) {
        throw new UnsupportedOperationException();
    }
}
