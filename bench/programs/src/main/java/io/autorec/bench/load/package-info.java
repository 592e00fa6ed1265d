/**
 * Requests drawn from a model, and clients that send them in a closed loop, at a rate or in
 * streams.
 */
@NullMarked
package io.autorec.bench.load;

import org.jspecify.annotations.NullMarked;
