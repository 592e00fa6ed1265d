/** Times as people write them. */
@NullMarked
package io.autorec.trainer.times;

import org.jspecify.annotations.NullMarked;
