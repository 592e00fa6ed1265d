/** Tests of the example programs against servers that live in the test. */
@NullMarked
package io.autorec.examples;

import org.jspecify.annotations.NullMarked;
