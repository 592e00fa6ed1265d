/** The process: the command, the parts of the server, its start, its signals and its end. */
@NullMarked
package io.autorec.server.launch;

import org.jspecify.annotations.NullMarked;
