/**
 * The pages of runs: the list, and the one run that people watch and steer.
 *
 * <p>Decisions: everything that changes while one looks is output only and is replaced as a whole; buttons in it say
 * what they mean by {@code data-do}, {@code data-step} and {@code data-version}, and one remote command at a fixed
 * place carries that. A row that moved while somebody clicked can so never stand for another row's action.
 */
package org.ostler.web.run;
