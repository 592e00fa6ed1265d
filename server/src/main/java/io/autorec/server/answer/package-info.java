/** The use cases: answers of loaded models, and refusals in place of answers. Knows no gRPC. */
@NullMarked
package io.autorec.server.answer;

import org.jspecify.annotations.NullMarked;
