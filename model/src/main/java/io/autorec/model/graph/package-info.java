/** The ONNX graphs of a model version, checked before anything runs them. */
@NullMarked
package io.autorec.model.graph;

import org.jspecify.annotations.NullMarked;
