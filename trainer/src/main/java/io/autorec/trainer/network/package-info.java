/** The shape of a network, its weights, and the transform between ratings and the network. */
@NullMarked
package io.autorec.trainer.network;

import org.jspecify.annotations.NullMarked;
