/** Runs exported models through ONNX Runtime; the only package that knows it. */
@NullMarked
package io.autorec.trainer.inference;

import org.jspecify.annotations.NullMarked;
