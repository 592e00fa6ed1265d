/** The policy that chooses the versions of a model, and the file that holds it. */
@NullMarked
package io.autorec.server.repository.policy;

import org.jspecify.annotations.NullMarked;
