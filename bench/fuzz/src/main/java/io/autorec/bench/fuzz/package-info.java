/** Requests that no client should send, and the check of what a server promises all the same. */
@NullMarked
package io.autorec.bench.fuzz;

import org.jspecify.annotations.NullMarked;
