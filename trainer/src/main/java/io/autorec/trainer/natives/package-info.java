/** Where native libraries are unpacked, and why one cannot be loaded. */
@NullMarked
package io.autorec.trainer.natives;

import org.jspecify.annotations.NullMarked;
