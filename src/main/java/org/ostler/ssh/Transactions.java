package org.ostler.ssh;

import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Keeps SSH out of transactions: a row lock held while a host thinks stops everybody else. */
final class Transactions {
    private Transactions() {}

    /** @throws IllegalStateException inside one: a bug of the caller */
    static void refuse() {
        if (status() != Status.STATUS_NO_TRANSACTION) {
            throw new IllegalStateException("SSH is spoken while a transaction is active");
        }
    }

    /** A constant name of the container; injection does not reach values made outside it. */
    @SuppressWarnings("BanJNDI")
    private static int status() {
        try {
            Object found = new InitialContext().lookup("java:comp/TransactionSynchronizationRegistry");
            return found instanceof TransactionSynchronizationRegistry registry
                    ? registry.getTransactionStatus()
                    : Status.STATUS_NO_TRANSACTION;
        } catch (NamingException outside) {
            // Without a container there is no registry, and no transaction of it.
            return Status.STATUS_NO_TRANSACTION;
        }
    }
}
