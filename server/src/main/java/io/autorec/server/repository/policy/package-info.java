/** The policy that chooses the versions of a model. */
@NullMarked
package io.autorec.server.repository.policy;

import org.jspecify.annotations.NullMarked;
