/**
 * The practice data centre: simulated hosts behind a real SSH server, a simulated management server, a technician's
 * page. A process and a jar of its own; nothing imports it and it imports nothing of the product.
 */
package org.ostler.lab;
