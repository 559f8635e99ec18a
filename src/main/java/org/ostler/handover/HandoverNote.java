package org.ostler.handover;

import java.time.Instant;

/**
 * The note for the next shift as it stands now.
 *
 * @param text empty when there is none
 * @param version for compare and set: who writes names the version they read; 0 before the first
 */
public record HandoverNote(String text, String by, Instant at, long version) {
    static HandoverNote none() {
        return new HandoverNote("", "", Instant.EPOCH, 0);
    }
}
