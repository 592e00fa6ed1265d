/** Answers the calls of the gRPC service. */
@NullMarked
package io.autorec.server.endpoint;

import org.jspecify.annotations.NullMarked;
