/**
 * Decides who may call, and how many calls may run: everything a call passes before an endpoint.
 */
@NullMarked
package io.autorec.server.gate;

import org.jspecify.annotations.NullMarked;
