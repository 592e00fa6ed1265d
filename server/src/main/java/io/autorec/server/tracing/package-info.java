/** Traces of calls, for OpenTelemetry. Loaded only where they are asked for. */
@NullMarked
package io.autorec.server.tracing;

import org.jspecify.annotations.NullMarked;
