/**
 * Wanted text against present text: generators, merging, differences. Pure {@code String -> String}.
 *
 * <p>Owns: {@link org.ostler.configfile.FileChange}, unified diffs, merging of {@code key = value} files.
 *
 * <p>Does not own: reading and writing files on hosts (package {@code ssh}).
 */
package org.ostler.configfile;
