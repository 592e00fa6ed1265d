/** Sends a server what no client should send, damages versions, calls, and watches it. */
@NullMarked
package io.autorec.bench.faults;

import org.jspecify.annotations.NullMarked;
