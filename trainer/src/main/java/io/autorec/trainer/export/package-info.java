/** The trained network as ONNX graphs. */
@NullMarked
package io.autorec.trainer.export;

import org.jspecify.annotations.NullMarked;
