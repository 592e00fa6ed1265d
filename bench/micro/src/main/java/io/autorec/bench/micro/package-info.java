/** Measures single steps of the server, and other ways to take them. */
@NullMarked
package io.autorec.bench.micro;

import org.jspecify.annotations.NullMarked;
