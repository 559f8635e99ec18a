/**
 * What Ostler costs, measured beside the tool that a person would use instead, in the same run on the same machine.
 *
 * <p>Owns the frame: which measurements there are, how their figures are told, and what is cleared away afterwards.
 * A measurement lives where what it measures lives. None of them is a test: they need minutes, root and a quiet
 * machine, and a slow machine is no failure.
 */
package org.ostler.bench;
