/** The page of a terminal on one host. */
package org.ostler.web.console;
