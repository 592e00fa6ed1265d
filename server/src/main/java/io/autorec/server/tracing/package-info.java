/** Traces of calls, and their export to OpenTelemetry. */
@NullMarked
package io.autorec.server.tracing;

import org.jspecify.annotations.NullMarked;
