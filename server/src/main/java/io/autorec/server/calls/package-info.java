/** The gRPC side of calls: the facts of a call, its observation, and the status of a refusal. */
@NullMarked
package io.autorec.server.calls;

import org.jspecify.annotations.NullMarked;
