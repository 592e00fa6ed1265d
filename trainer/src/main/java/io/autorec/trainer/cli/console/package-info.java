/** Progress, results and signals of a command on the console. */
@NullMarked
package io.autorec.trainer.cli.console;

import org.jspecify.annotations.NullMarked;
