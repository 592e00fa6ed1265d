/** Uses of a published version without a server: evaluating it, and recommending to many users. */
@NullMarked
package io.autorec.trainer.offline;

import org.jspecify.annotations.NullMarked;
