/**
 * The screens: Faces beans, converters, the live-update socket. The only package that imports Faces.
 *
 * <p>Does not own: any decision; a page bean holds a selection and calls one boundary.
 */
package org.ostler.web;
