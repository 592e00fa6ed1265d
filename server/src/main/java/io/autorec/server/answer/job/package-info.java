/**
 * The jobs that a call queues: what they write into a batch, and what they read from its scores.
 */
@NullMarked
package io.autorec.server.answer.job;

import org.jspecify.annotations.NullMarked;
