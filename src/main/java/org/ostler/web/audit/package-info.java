/**
 * The page of the audit trail: what is looked for stands in the address, so that a search can be sent to somebody.
 */
package org.ostler.web.audit;
