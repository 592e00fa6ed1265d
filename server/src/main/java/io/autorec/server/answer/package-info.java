/** The use cases: answers of loaded models, and the refusals in their place. Knows no gRPC. */
@NullMarked
package io.autorec.server.answer;

import org.jspecify.annotations.NullMarked;
