@NullMarked
package io.autorec.bench.load;

import org.jspecify.annotations.NullMarked;
