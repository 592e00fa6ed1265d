/**
 * The gRPC side of calls: what is known about a call, its observation, and the status of a refusal.
 */
@NullMarked
package io.autorec.server.calls;

import org.jspecify.annotations.NullMarked;
