/**
 * The gates, which a call passes before its endpoint. They decide who may call, and how many calls
 * may run.
 */
@NullMarked
package io.autorec.server.gate;

import org.jspecify.annotations.NullMarked;
