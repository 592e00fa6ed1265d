@NullMarked
package io.autorec.bench.fuzz.raw;

import org.jspecify.annotations.NullMarked;
