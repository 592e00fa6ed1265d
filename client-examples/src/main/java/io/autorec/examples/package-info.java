/** Programs that call the server, small enough to copy. */
@NullMarked
package io.autorec.examples;

import org.jspecify.annotations.NullMarked;
