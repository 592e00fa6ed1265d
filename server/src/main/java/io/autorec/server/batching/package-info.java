/** Gathers waiting jobs into batches for one session. */
@NullMarked
package io.autorec.server.batching;

import org.jspecify.annotations.NullMarked;
