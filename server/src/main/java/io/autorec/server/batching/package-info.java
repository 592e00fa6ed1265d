/** Runs queued jobs together in batches; knows no model. */
@NullMarked
package io.autorec.server.batching;

import org.jspecify.annotations.NullMarked;
