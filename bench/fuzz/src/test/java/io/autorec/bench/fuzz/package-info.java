@NullMarked
package io.autorec.bench.fuzz;

import org.jspecify.annotations.NullMarked;
