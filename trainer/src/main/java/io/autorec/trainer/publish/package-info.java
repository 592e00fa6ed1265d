/** The export gate, and the version folder that appears whole or not at all. */
@NullMarked
package io.autorec.trainer.publish;

import org.jspecify.annotations.NullMarked;
