/**
 * The REST API: resources, problem documents. The only package that imports JAX-RS.
 *
 * <p>Does not own: any decision; a resource reads its input and calls one boundary.
 */
package org.ostler.api;
