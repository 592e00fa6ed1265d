/** The command line. */
@NullMarked
package io.autorec.trainer.cli;

import org.jspecify.annotations.NullMarked;
