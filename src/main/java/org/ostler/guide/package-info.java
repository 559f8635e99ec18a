/**
 * The manual, as code: one file per chapter, one per generated file.
 *
 * <p>Owns: {@link org.ostler.guide.Library}, the list of guides, and {@link org.ostler.guide.Manual}, the numbered
 * items.
 */
package org.ostler.guide;
