/** Connections that bring wrong bytes: broken HTTP/2, floods of frames, noise. */
@NullMarked
package io.autorec.bench.fuzz.raw;

import org.jspecify.annotations.NullMarked;
