/**
 * The management server's API: signing, paging, jobs. The only package that speaks it.
 *
 * <p>Does not own: what is asked (facts) and what is changed (actions).
 */
package org.ostler.cloudstack;
