@NullMarked
package io.autorec.bench.serve;

import org.jspecify.annotations.NullMarked;
