/** The command line of the Java programs of bench/serve and bench/faults. */
@NullMarked
package io.autorec.bench;

import org.jspecify.annotations.NullMarked;
