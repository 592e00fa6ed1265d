@NullMarked
package io.autorec.bench.faults;

import org.jspecify.annotations.NullMarked;
