/** What the programs of bench/faults need beside a shell: damaged versions, and calls. */
@NullMarked
package io.autorec.bench.faults;

import org.jspecify.annotations.NullMarked;
