/**
 * The manual, as code: one file per chapter, one per generated file.
 *
 * <p>Owns: {@link org.ostler.guide.Library}, the list of guides, and {@link org.ostler.guide.Manual}, the numbered
 * items.
 *
 * <p>Does not own: how anything is looked up or carried out.
 *
 * <p>Decisions: a chapter is one literal expression in the manual's order and may be longer than other methods, because
 * splitting it hides that order. Its words are English constants; the bundle {@code texts/guides} is made from them
 * and translated by key, so that plans and audit stay readable whatever language a page has.
 */
package org.ostler.guide;
