/** Measures a server under load, beside the network and the transport that it is made of. */
@NullMarked
package io.autorec.bench.serve;

import org.jspecify.annotations.NullMarked;
