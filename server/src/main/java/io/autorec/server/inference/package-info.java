/** Runs the graphs of a model on ONNX Runtime. */
@NullMarked
package io.autorec.server.inference;

import org.jspecify.annotations.NullMarked;
