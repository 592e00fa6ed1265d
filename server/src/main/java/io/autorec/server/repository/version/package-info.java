/** One version of a model: loaded from its folder, with a queue before each of its graphs. */
@NullMarked
package io.autorec.server.repository.version;

import org.jspecify.annotations.NullMarked;
