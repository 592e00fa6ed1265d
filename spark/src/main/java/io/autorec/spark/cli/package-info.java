/** The program: parses arguments, calls one use case, and prints its outcome. */
@NullMarked
package io.autorec.spark.cli;

import org.jspecify.annotations.NullMarked;
