/** The command line, a class for each command; the only package that knows picocli. */
@NullMarked
package io.autorec.trainer.cli;

import org.jspecify.annotations.NullMarked;
