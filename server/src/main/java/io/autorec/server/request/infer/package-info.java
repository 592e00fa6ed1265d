/** Requests of the Open Inference Protocol: tensors, and what a request asks for by them. */
@NullMarked
package io.autorec.server.request.infer;

import org.jspecify.annotations.NullMarked;
