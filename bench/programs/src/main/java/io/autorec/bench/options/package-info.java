/** Options and arguments that several programs share. */
@NullMarked
package io.autorec.bench.options;

import org.jspecify.annotations.NullMarked;
