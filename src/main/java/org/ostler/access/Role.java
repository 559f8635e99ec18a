package org.ostler.access;

/** Roles add up; a person may have several. */
public enum Role {
    VIEWER,
    OPERATOR,
    APPROVER,
    ADMINISTRATOR
}
