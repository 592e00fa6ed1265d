/** Starts, watches and drains the process. */
@NullMarked
package io.autorec.server.launch;

import org.jspecify.annotations.NullMarked;
